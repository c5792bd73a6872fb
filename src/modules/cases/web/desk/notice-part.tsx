import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { HEADLINE_LENGTH_MAX, NOTICE_LENGTH_MAX } from '#modules/cases/contract'
import { query } from '#web/api.ts'
import { textOf } from '#web/desk/administration.tsx'
import { useNow } from '#web/desk/now.ts'
import { t } from '#web/i18n.ts'
import { TextField } from '#web/ui/field.tsx'
import { formatMoment } from '#web/ui/format.ts'
import { Tag } from '#web/ui/tag.tsx'
import { ActButton, MeasureDialog, MeasurePart } from './measure-part.tsx'

const Publish = ({ caseId, onClose }: { readonly caseId: string; readonly onClose: () => void }) => (
  <MeasureDialog
    operation="cases.notice.publish"
    title={t('cases:do.publish')}
    words={t('cases:desk.notice.words')}
    wordsLengthMax={NOTICE_LENGTH_MAX}
    onClose={onClose}
    inputOf={(form, words) => ({ caseId, headline: textOf(form, 'headline'), words })}
  >
    <TextField
      name="headline"
      label={t('cases:desk.notice.headline')}
      hint={t('cases:desk.notice.hint')}
      maxLength={HEADLINE_LENGTH_MAX}
    />
  </MeasureDialog>
)

/** 发布消息 of a case: what the residents of its community read, and what may be done. */
export const NoticePart = ({ caseId }: { readonly caseId: string }) => {
  const now = useNow()
  const [isOpen, setOpen] = useState(false)
  const [takesDown, setTakesDown] = useState<string | null>(null)
  const found = useQuery({
    queryKey: ['cases.notice.findOfCase', caseId],
    queryFn: ({ signal }) => query('cases.notice.findOfCase', { caseId }, signal),
  })
  if (!found.data) return null
  return (
    <MeasurePart
      title={t('cases:desk.notices')}
      acts={
        <ActButton
          can={found.data.can}
          operation="cases.notice.publish"
          label={t('cases:do.publish')}
          onPress={() => setOpen(true)}
        />
      }
    >
      {found.data.items.map((one) => (
        <div key={one.id} className="measure-one">
          <p className="head">
            <b>{one.headline}</b>
            {one.withdrawnAt ? <Tag>{t('cases:desk.notice.down')}</Tag> : null}
            <span className="meta">
              {one.placeName} {one.publishedByName} {formatMoment(one.publishedAt, now)}
            </span>
          </p>
          <p>{one.words}</p>
          <span className="acts">
            <ActButton
              can={one.can}
              operation="cases.notice.takeDown"
              label={t('cases:do.takeDown')}
              onPress={() => setTakesDown(one.id)}
            />
          </span>
        </div>
      ))}
      {isOpen ? <Publish caseId={caseId} onClose={() => setOpen(false)} /> : null}
      {takesDown ? (
        <MeasureDialog
          operation="cases.notice.takeDown"
          title={t('cases:do.takeDown')}
          onClose={() => setTakesDown(null)}
          inputOf={() => ({ id: takesDown })}
        >
          <p>{t('cases:desk.notice.downHint')}</p>
        </MeasureDialog>
      ) : null}
    </MeasurePart>
  )
}
