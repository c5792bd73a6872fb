import './overlay.css'
import type { ReactElement, ReactNode } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Focusable } from 'react-aria-components/Focusable'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components/Tooltip'
import { ButtonFace, type ButtonLook, buttonClass } from '../button.tsx'

export interface PopoverButtonProps extends ButtonLook {
  /** The words of the button. */
  readonly label: ReactNode
  /** Names the popover. */
  readonly title: string
  readonly children: ReactNode
}

/** A button that opens a small panel beside it: a few settings, how a figure is counted. */
export const PopoverButton = ({ label, title, children, ...look }: PopoverButtonProps) => (
  <DialogTrigger>
    <AriaButton className={buttonClass(look)}>
      <ButtonFace {...look}>{label}</ButtonFace>
    </AriaButton>
    <AriaPopover className="pop">
      <AriaDialog className="pop-body" aria-label={title}>
        {children}
      </AriaDialog>
    </AriaPopover>
  </DialogTrigger>
)

/** A few words on hover and focus, for an icon or a shortened date. Nothing that is needed stands only here. */
export const Tooltip = ({ words, children }: { readonly words: string; readonly children: ReactElement }) => (
  <TooltipTrigger delay={300}>
    <Focusable>{children as ReactElement<never, string>}</Focusable>
    <AriaTooltip className="tip" offset={6}>
      {words}
    </AriaTooltip>
  </TooltipTrigger>
)
