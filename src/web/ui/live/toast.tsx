import './overlay.css'
import {
  UNSTABLE_Toast as AriaToast,
  UNSTABLE_ToastContent as ToastContent,
  UNSTABLE_ToastQueue as ToastQueue,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components/Toast'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Text } from 'react-aria-components/Text'
import { t } from '#web/i18n.ts'
import { ButtonFace, buttonClass } from '../button.tsx'
import { Icon, type IconName } from '../icon.tsx'

/** Time to read; longer when there is something to press. Hover and focus stop the time. */
const SHOWN_MS = 6_000
const SHOWN_WITH_UNDO_MS = 12_000
const SHOWN_AT_ONCE_MAX = 3

export interface ToastWords {
  /** What was done: 已派给丰宁市政所. */
  readonly words: string
  readonly icon?: IconName | undefined
  /** Takes it back. What can not be taken back has a dialog before it instead. */
  readonly onUndo?: (() => void) | undefined
}

const queue = new ToastQueue<ToastWords>({ maxVisibleToasts: SHOWN_AT_ONCE_MAX })

/** Says what was done, with 撤销 when it can be undone. Call it anywhere; `ToastRegion` stands once in the shell. */
export const toast = (words: ToastWords): void => {
  queue.add(words, { timeout: words.onUndo ? SHOWN_WITH_UNDO_MS : SHOWN_MS })
}

/** Where toasts appear: once, in the shell. F6 goes to them. */
export const ToastRegion = () => (
  <AriaToastRegion queue={queue} className="toasts" aria-label={t('ui:toast.region')}>
    {({ toast: shown }) => (
      <AriaToast toast={shown} className="toast">
        <Icon name={shown.content.icon ?? 'check'} />
        <ToastContent className="words">
          <Text slot="title">{shown.content.words}</Text>
        </ToastContent>
        {shown.content.onUndo ? (
          <AriaButton
            className={buttonClass({ size: 'small' })}
            onPress={() => {
              shown.content.onUndo?.()
              queue.close(shown.key)
            }}
          >
            {t('ui:undo')}
          </AriaButton>
        ) : null}
        <AriaButton slot="close" className={buttonClass({ size: 'small', iconOnly: true })}>
          <ButtonFace icon="close" iconOnly>
            {t('ui:close')}
          </ButtonFace>
        </AriaButton>
      </AriaToast>
    )}
  </AriaToastRegion>
)
