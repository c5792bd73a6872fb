import './overlay.css'
import { type ReactElement, type ReactNode, useContext } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Dialog as AriaDialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Focusable } from 'react-aria-components/Focusable'
import { Popover as AriaPopover } from 'react-aria-components/Popover'
import {
  Tooltip as AriaTooltip,
  TooltipContext,
  TooltipTrigger,
  TooltipTriggerStateContext,
} from 'react-aria-components/Tooltip'
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

/**
 * React Aria closes a tooltip at any scroll. But going by keyboard to what is out of sight scrolls there, just after the
 * tooltip was opened: the words of what has the keyboard stay until it goes on, or Escape (WCAG 2.2, 1.4.13).
 */
const TooltipWords = ({ words }: { readonly words: string }) => {
  const state = useContext(TooltipTriggerStateContext)
  const context = useContext(TooltipContext)
  const trigger = context && 'triggerRef' in context ? context.triggerRef : undefined
  const kept = state && {
    ...state,
    close: (immediate?: boolean) => {
      if (!trigger?.current?.matches(':focus-visible')) state.close(immediate)
    },
  }
  return (
    <TooltipTriggerStateContext value={kept}>
      <AriaTooltip className="tip" offset={6}>
        {words}
      </AriaTooltip>
    </TooltipTriggerStateContext>
  )
}

/** A few words on hover and focus, for an icon or a shortened date. Nothing that is needed stands only here. */
export const Tooltip = ({ words, children }: { readonly words: string; readonly children: ReactElement }) => (
  <TooltipTrigger delay={300}>
    <Focusable>{children as ReactElement<never, string>}</Focusable>
    <TooltipWords words={words} />
  </TooltipTrigger>
)
