import './button.css'
import type { ComponentPropsWithoutRef, ReactNode } from 'react'
import { classes } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'

/** main: the one filled button of a view. danger: outlined; dangerMain: filled, only inside its dialog. */
export type ButtonTone = 'usual' | 'main' | 'quiet' | 'danger' | 'dangerMain'

export interface ButtonLook {
  readonly tone?: ButtonTone | undefined
  /** small: tools and table bars. big: full width, 56 px, at the thumb. */
  readonly size?: 'usual' | 'small' | 'big' | undefined
  readonly icon?: IconName | undefined
  /** The desk key that does the same, printed on the button: 'E', 'Esc'. */
  readonly keyName?: string | undefined
  /** For an icon alone (desk only): the words go to screen readers and the title. */
  readonly iconOnly?: boolean | undefined
}

const TONE_CLASSES: Readonly<Record<ButtonTone, string | undefined>> = {
  usual: undefined,
  main: 'pri',
  quiet: 'quiet',
  danger: 'danger',
  dangerMain: 'danger pri',
}

/** The classes of a button, also for parts that bring their own element. */
export const buttonClass = ({ tone = 'usual', size, iconOnly }: ButtonLook, className?: string): string =>
  classes('btn', TONE_CLASSES[tone], size === 'small' && 's', size === 'big' && 'big', iconOnly && 'only', className)

const Key = ({ name }: { readonly name: string }) => <kbd aria-hidden="true">{name}</kbd>

/** What stands inside a button: icon, words, key. */
export const ButtonFace = ({ icon, keyName, iconOnly, children }: ButtonLook & { readonly children: ReactNode }) => (
  <>
    {icon ? <Icon name={icon} /> : null}
    {iconOnly ? <span className="vh">{children}</span> : children}
    {keyName ? <Key name={keyName} /> : null}
  </>
)

/** A key on its own, as in the list of shortcuts. */
export const Kbd = ({ children }: { readonly children: string }) => <kbd>{children}</kbd>

export interface WhyNot {
  readonly id: string
  /** The sentence that names the rule and who can: 要两个人才能付。您是经办，请 陈*芳 复核。 */
  readonly words: ReactNode
}

/** Why something can not be done, under the button it explains. */
export const Why = ({ id, words }: WhyNot) => (
  <p className="why" id={id}>
    <Icon name="info" />
    <span>{words}</span>
  </p>
)

type ButtonProps = ButtonLook &
  Omit<ComponentPropsWithoutRef<'button'>, 'disabled' | 'aria-disabled'> & {
    /** Refused: drawn dashed, still focusable, does nothing, and the reason stands under it. */
    readonly whyNot?: WhyNot | undefined
    /** Refused, with the reason elsewhere on the page: the id of that `Why`. */
    readonly refusedBy?: string | undefined
    /** Work under way: pressing again does nothing; say it in the words (正在派…). */
    readonly busy?: boolean | undefined
  }

const doNothing = (): void => {}

/** A button. Named with verb and object (派给丰宁市政所). There is no disabled button without a reason. */
export const Button = ({
  tone,
  size,
  icon,
  keyName,
  iconOnly,
  whyNot,
  refusedBy,
  busy,
  className,
  children,
  type = 'button',
  onClick,
  ...rest
}: ButtonProps) => {
  const refusal = whyNot?.id ?? refusedBy
  const button = (
    <button
      {...rest}
      className={buttonClass({ tone, size, iconOnly }, className)}
      type={refusal || busy ? 'button' : type}
      onClick={refusal || busy ? doNothing : onClick}
      {...(keyName ? { 'aria-keyshortcuts': keyName } : {})}
      {...(iconOnly && typeof children === 'string' ? { title: children } : {})}
      {...(refusal ? { 'aria-disabled': true, 'aria-describedby': refusal } : {})}
      {...(busy ? { 'aria-busy': true, 'aria-disabled': true } : {})}
    >
      <ButtonFace icon={icon} keyName={keyName} iconOnly={iconOnly}>
        {children}
      </ButtonFace>
    </button>
  )
  if (!whyNot) return button
  return (
    <span className="why-not">
      {button}
      <Why {...whyNot} />
    </span>
  )
}

type ButtonLinkProps = ButtonLook & Omit<ComponentPropsWithoutRef<'a'>, 'href'> & { readonly href: string }

/** A link that looks like a button: it goes somewhere, it changes nothing. */
export const ButtonLink = ({ tone, size, icon, keyName, iconOnly, className, children, ...rest }: ButtonLinkProps) => (
  <a
    {...rest}
    className={buttonClass({ tone, size, iconOnly }, className)}
    {...(keyName ? { 'aria-keyshortcuts': keyName } : {})}
    {...(iconOnly && typeof children === 'string' ? { title: children } : {})}
  >
    <ButtonFace icon={icon} keyName={keyName} iconOnly={iconOnly}>
      {children}
    </ButtonFace>
  </a>
)

/** A row of actions. Reasons under refused ones keep their place; the row wraps on a phone. */
export const Actions = ({ children }: { readonly children: ReactNode }) => <div className="acts">{children}</div>
