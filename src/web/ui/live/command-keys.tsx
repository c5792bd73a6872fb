import './command-keys.css'
import { Fragment, type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { t } from '#web/i18n.ts'
import { Kbd } from '../button.tsx'
import { Checkbox } from './checkbox.tsx'
import { Dialog } from './dialog.tsx'

export interface Command {
  /** As `KeyboardEvent.key` gives them, small letters: '/', 'j', 'Escape'. Several keys may share one line: j k. */
  readonly keys: readonly string[]
  /** 上下, 选中, 办这件 */
  readonly label: string
  readonly run: (key: string) => void
  /** Also at the foot of the desk, not only in the list. */
  readonly inBar?: boolean | undefined
}

/** WCAG 2.1.4: single keys can be switched off, for who dictates or has a trembling hand. */
const SWITCH = 'gongzhi.singleKeys'
const OFF = 'off'

const areOn = (): boolean => {
  try {
    return localStorage.getItem(SWITCH) !== OFF
  } catch {
    return true // no storage in this window
  }
}

const turn = (on: boolean): void => {
  try {
    localStorage.setItem(SWITCH, on ? 'on' : OFF)
  } catch {
    // The choice then lasts as long as the page.
  }
}

const TEXT_INPUTS = /^(?:text|search|tel|url|email|password|number|date|time|datetime-local|month)$/

/** Parts that read single keys themselves, and whatever floats. */
const TAKES_KEYS = '[role="spinbutton"],[role="combobox"],[role="listbox"],[role="menu"],[role="treegrid"],.pop'
const OPEN_DIALOG = '.scrim'

const isTyping = (target: EventTarget | null): boolean => {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target.closest(TAKES_KEYS)) return true
  if (target instanceof HTMLInputElement) return TEXT_INPUTS.test(target.type)
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
}

const nameOf = (key: string): string => (key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key)
const keyOf = (event: KeyboardEvent): string => (event.key.length === 1 ? event.key.toLowerCase() : event.key)

/** Runs commands by single keys while nothing is being typed and no dialog is open. In one list later commands win. */
export const useCommandKeys = (commands: readonly Command[]): void => {
  const onKey = useEffectEvent((event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || !areOn()) return
    if (isTyping(event.target) || document.querySelector(OPEN_DIALOG)) return
    const key = keyOf(event)
    const command = commands.filter((candidate) => candidate.keys.includes(key)).pop()
    if (!command) return
    event.preventDefault()
    command.run(key)
  })
  useEffect(() => {
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

export interface ListKeys {
  /** +1 to the next, -1 to the one before. */
  readonly onMove: (by: 1 | -1) => void
  readonly onSelect?: (() => void) | undefined
  readonly onAct?: (() => void) | undefined
  readonly onSearch?: (() => void) | undefined
}

/** The keys of every list at the desk: / j k x e. */
export const listCommands = ({ onMove, onSelect, onAct, onSearch }: ListKeys): readonly Command[] => [
  { keys: ['j', 'k'], label: t('ui:keys.move'), run: (key) => onMove(key === 'j' ? 1 : -1), inBar: true },
  ...(onSelect ? [{ keys: ['x'], label: t('ui:keys.select'), run: onSelect, inBar: true }] : []),
  ...(onAct ? [{ keys: ['e'], label: t('ui:keys.act'), run: onAct, inBar: true }] : []),
  ...(onSearch ? [{ keys: ['/'], label: t('ui:keys.search'), run: onSearch, inBar: true }] : []),
]

const Keys = ({ keys }: { readonly keys: readonly string[] }) => (
  <>
    {keys.map((key) => (
      <Kbd key={key}>{nameOf(key)}</Kbd>
    ))}
  </>
)

export interface KeyBarProps {
  readonly commands: readonly Command[]
  /** At the right: 上次同步 10:32，没有未保存的内容. */
  readonly status?: ReactNode
}

/** The foot of the desk: binds the commands, names the main ones, and `?` shows all. */
export const KeyBar = ({ commands, status }: KeyBarProps) => {
  const [open, setOpen] = useState(false)
  const [on, setOn] = useState(areOn)
  const all: readonly Command[] = [...commands, { keys: ['?'], label: t('ui:keys.all'), run: () => setOpen(true) }]
  useCommandKeys(all)
  return (
    <footer className="keys">
      {commands
        .filter((command) => command.inBar)
        .map((command) => (
          <span key={command.label} aria-hidden="true">
            <Keys keys={command.keys} />
            {command.label}
          </span>
        ))}
      <button type="button" onClick={() => setOpen(true)}>
        <Kbd>?</Kbd>
        {t('ui:keys.all')}
      </button>
      {status ? <span className="end">{status}</span> : null}
      <Dialog open={open} onClose={() => setOpen(false)} title={t('ui:keys.title')}>
        <dl className="key-list">
          {all.map((command) => (
            <Fragment key={command.label}>
              <dt>
                <Keys keys={command.keys} />
              </dt>
              <dd>{command.label}</dd>
            </Fragment>
          ))}
        </dl>
        <Checkbox
          checked={on}
          label={t('ui:keys.on')}
          onChange={(checked) => {
            turn(checked)
            setOn(checked)
          }}
        />
      </Dialog>
    </footer>
  )
}
