import './overlay.css'
import type { ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Separator } from 'react-aria-components/Separator'
import { Text } from 'react-aria-components/Text'
import { ButtonFace, type ButtonLook, buttonClass } from '../button.tsx'
import { classes } from '../classes.ts'
import { Icon, type IconName } from '../icon.tsx'

export interface MenuAct {
  readonly id: string
  readonly label: string
  readonly icon?: IconName | undefined
  readonly keyName?: string | undefined
  /** Goes somewhere instead of acting. */
  readonly href?: string | undefined
  readonly danger?: boolean | undefined
  /** Refused: stays in the menu with the reason under it, and does nothing. */
  readonly whyNot?: string | undefined
  /** A line above it. */
  readonly apart?: boolean | undefined
}

export interface MenuButtonProps extends ButtonLook {
  readonly acts: readonly MenuAct[]
  readonly onAct: (id: string) => void
  readonly children: ReactNode
}

const MenuLine = ({ act, onAct }: { readonly act: MenuAct; readonly onAct: (id: string) => void }) => (
  <MenuItem
    id={act.id}
    textValue={act.label}
    className={classes('menu-item', act.danger && 'danger', act.whyNot !== undefined && 'refused')}
    {...(act.href === undefined || act.whyNot !== undefined ? {} : { href: act.href })}
    onAction={() => {
      if (act.whyNot === undefined && act.href === undefined) onAct(act.id)
    }}
  >
    <Text slot="label" className="name">
      {act.icon ? <Icon name={act.icon} /> : null}
      {act.label}
    </Text>
    {act.keyName ? <kbd aria-hidden="true">{act.keyName}</kbd> : null}
    {act.whyNot === undefined ? null : (
      <Text slot="description" className="hint">
        {act.whyNot}
      </Text>
    )}
  </MenuItem>
)

/** A button that opens a list of acts. The icon alone (more) needs words as children all the same. */
export const MenuButton = ({ acts, onAct, children, ...look }: MenuButtonProps) => (
  <MenuTrigger>
    <AriaButton className={buttonClass(look)}>
      <ButtonFace {...look}>{children}</ButtonFace>
      {look.iconOnly ? null : <Icon name="expand" />}
    </AriaButton>
    <Popover className="pop">
      <Menu className="menu">
        {acts.flatMap((act) => [
          ...(act.apart ? [<Separator key={`${act.id}-line`} className="menu-line" />] : []),
          <MenuLine key={act.id} act={act} onAct={onAct} />,
        ])}
      </Menu>
    </Popover>
  </MenuTrigger>
)
