import { useEffect, useRef, useState } from 'react'
import { useActing } from '#web/desk/acting.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { useDeskKeys } from '#web/desk/keys.tsx'
import { t } from '#web/i18n.ts'
import { Button, Why } from '#web/ui/button.tsx'
import { MenuButton } from '#web/ui/live/menu.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import {
  type CaseDetail,
  type CaseWithCan,
  closeWhyNot,
  isMyTurn,
  mainOffer,
  type Offer,
  otherOffers,
  rarerOffers,
  type Verb,
} from './case-acts.ts'
import type { CaseFormProps } from './case-form.tsx'
import { useCategories } from './category-picker.tsx'
import { CloseForm } from './close-form.tsx'
import { DispatchForm } from './dispatch-form.tsx'
import { AcceptForm, FileForm } from './intake-forms.tsx'
import { type LifecycleVerb, lifecycleVerbs } from './lifecycle-draft.ts'
import { LifecycleForm } from './lifecycle-form.tsx'
import { SaidForm, type SaidVerb } from './said-form.tsx'

const isLifecycle = (verb: Verb): verb is LifecycleVerb => (lifecycleVerbs as readonly Verb[]).includes(verb)

const CaseFormOf = ({ verb, ...props }: CaseFormProps & { readonly verb: Verb }) => {
  switch (verb) {
    case 'accept':
      return <AcceptForm {...props} />
    case 'file':
      return <FileForm {...props} />
    case 'dispatch':
      return <DispatchForm {...props} />
    case 'close':
      return <CloseForm {...props} />
    default:
      return isLifecycle(verb) ? (
        <LifecycleForm verb={verb} {...props} />
      ) : (
        <SaidForm verb={verb as SaidVerb} {...props} />
      )
  }
}

/** What can be done with one press, because nothing is left to say; null when the form must be opened. */
interface Direct {
  readonly label: string
  readonly toast: string
  readonly run: () => Promise<CaseWithCan | null>
}

const useDirect = (matter: CaseDetail) => {
  const accepting = useActing('cases.case.accept')
  const filing = useActing('cases.case.file')
  const dispatching = useActing('cases.case.dispatch')
  const categories = useCategories()
  const { id, category, suggestedOrganization: suggested } = matter
  const isLeaf = categories.some((known) => known.id === category?.id && known.isLeaf)
  const directOf = (verb: Verb): Direct | null => {
    if (verb === 'accept') {
      return { label: t('cases:do.accept'), toast: t('cases:desk.toast.accept'), run: () => accepting.run({ id }) }
    }
    if (verb === 'file' && category && isLeaf) {
      return {
        label: t('cases:desk.form.file.doAs', { name: category.name }),
        toast: t('cases:desk.toast.file'),
        run: () => filing.run({ id, categoryId: category.id }),
      }
    }
    if (verb === 'dispatch' && suggested) {
      return {
        label: t('cases:desk.dispatchTo', { name: suggested.name }),
        toast: t('cases:desk.toast.dispatch', { name: suggested.name }),
        run: () => dispatching.run({ id, organizationId: suggested.id }),
      }
    }
    return null
  }
  const acts = [accepting, filing, dispatching]
  return {
    directOf,
    busy: acts.some((acting) => acting.busy),
    problem: acts.find((acting) => acting.problem)?.problem ?? null,
  }
}

const WHY_MAIN = 'case-why-main'
const WHY_CLOSE = 'case-why-close'

export interface ActionBarProps {
  readonly matter: CaseDetail
  readonly onDone?: (() => void) | undefined
}

/** The keys of the bar: E brings it on, P changes something first, R adds a note. None while a form is open. */
const useBarKeys = (
  offers: { main: Offer | null; direct: Direct | null; mayNote: boolean },
  on: (verb: Verb | 'main') => void,
): void => {
  const { main, direct, mayNote } = offers
  const isReady = main !== null && main.whyNot === null
  useDeskKeys([
    ...(isReady ? [{ keys: ['e'], label: t('ui:keys.act'), run: () => on('main'), inBar: true }] : []),
    ...(isReady && direct ? [{ keys: ['p'], label: changeWords(main.verb), run: () => on(main.verb) }] : []),
    ...(mayNote ? [{ keys: ['r'], label: t('cases:do.note'), run: () => on('note') }] : []),
  ])
}

/** 换个单位: for what could be done with one press. */
const changeWords = (verb: Verb): string =>
  t(
    verb === 'dispatch'
      ? 'cases:desk.change.dispatch'
      : verb === 'file'
        ? 'cases:desk.change.file'
        : 'cases:desk.change.accept',
  )

/** What can be done now: one thing that brings it on, the others beside it, and why not for what must wait. */
export const ActionBar = ({ matter, onDone }: ActionBarProps) => {
  const [open, setOpen] = useState<Verb | null>(null)
  const [wasOpen, setWasOpen] = useState(false)
  const acted = (answer: CaseWithCan, words: string): void => {
    setOpen(null)
    toast({ words })
    if (!isMyTurn(answer)) onDone?.()
  }
  const show = (verb: Verb): void => {
    setWasOpen(true)
    setOpen(verb)
  }
  if (matter.reader !== 'staff') return null
  if (open === null) return <ClosedBar matter={matter} takesFocus={wasOpen} onOpen={show} onActed={acted} />
  return (
    <div className="case-acts open">
      <CaseFormOf key={open} verb={open} matter={matter} onClose={() => setOpen(null)} onActed={acted} />
    </div>
  )
}

interface ClosedBarProps {
  readonly matter: CaseDetail
  /** The form is gone: the focus comes back to where it was opened from, not to the top of the page. */
  readonly takesFocus: boolean
  readonly onOpen: (verb: Verb) => void
  readonly onActed: CaseFormProps['onActed']
}

const ClosedBar = ({ matter, takesFocus, onOpen, onActed }: ClosedBarProps) => {
  const bar = useRef<HTMLDivElement>(null)
  const { directOf, busy, problem } = useDirect(matter)
  const main = mainOffer(matter)
  const direct = main && main.whyNot === null ? directOf(main.verb) : null
  const others = otherOffers(matter)
  const rarer = rarerOffers(matter)
  const bringOn = async (): Promise<void> => {
    if (!main || main.whyNot !== null || busy) return
    if (!direct) return onOpen(main.verb)
    const answer = await direct.run()
    if (answer) onActed(answer, direct.toast)
  }
  const mayNote = others.some((offer) => offer.verb === 'note')
  useBarKeys({ main, direct, mayNote }, (verb) => (verb === 'main' ? void bringOn() : onOpen(verb)))
  useEffect(() => {
    if (takesFocus) bar.current?.querySelector<HTMLElement>('button')?.focus()
  }, [takesFocus])
  return (
    <div className="case-acts" ref={bar}>
      {problem ? (
        <ProblemBox
          problem={problem}
          title={t('cases:desk.refused', { what: direct?.label ?? '' })}
          next={t('cases:desk.refusedNext')}
        />
      ) : null}
      <div className="acts">
        {main ? (
          <MainButton
            main={main}
            direct={direct}
            busy={busy}
            onPress={() => void bringOn()}
            onForm={() => onOpen(main.verb)}
          />
        ) : null}
        {others.map((offer) => (
          <OtherButton key={offer.verb} offer={offer} onOpen={onOpen} />
        ))}
        {rarer.length > 0 ? (
          <MenuButton
            acts={rarer.map(({ verb, whyNot }) => ({
              id: verb,
              label: t(`cases:do.${verb}`),
              ...(whyNot === null ? {} : { whyNot }),
            }))}
            onAct={(verb) => onOpen(verb as Verb)}
          >
            {t('cases:desk.more')}
          </MenuButton>
        ) : null}
        {closeWhyNot(matter) === null ? null : (
          <Button className="end later" refusedBy={WHY_CLOSE}>
            {t('cases:do.close')}
          </Button>
        )}
      </div>
      <Reasons matter={matter} main={main} others={others} />
    </div>
  )
}

interface MainButtonProps {
  readonly main: Offer
  readonly direct: Direct | null
  readonly busy: boolean
  readonly onPress: () => void
  readonly onForm: () => void
}

const MainButton = ({ main, direct, busy, onPress, onForm }: MainButtonProps) => {
  if (main.whyNot !== null) return <Button refusedBy={WHY_MAIN}>{t(`cases:do.${main.verb}`)}</Button>
  return (
    <>
      <Button tone="main" keyName="E" busy={busy} onClick={onPress}>
        {direct?.label ?? t(`cases:do.${main.verb}`)}
      </Button>
      {direct ? (
        <Button keyName="P" onClick={onForm}>
          {changeWords(main.verb)}
        </Button>
      ) : null}
    </>
  )
}

const OtherButton = ({ offer, onOpen }: { readonly offer: Offer; readonly onOpen: (verb: Verb) => void }) => {
  if (offer.whyNot !== null) return <Button refusedBy={`case-why-${offer.verb}`}>{t(`cases:do.${offer.verb}`)}</Button>
  return (
    <Button
      tone={offer.verb === 'refuse' ? 'danger' : 'usual'}
      {...(offer.verb === 'note' ? { keyName: 'R' } : {})}
      onClick={() => onOpen(offer.verb)}
    >
      {t(`cases:do.${offer.verb}`)}
    </Button>
  )
}

interface ReasonsProps {
  readonly matter: CaseDetail
  readonly main: Offer | null
  readonly others: readonly Offer[]
}

/** Under the buttons, why the dashed ones must wait. */
const Reasons = ({ matter, main, others }: ReasonsProps) => {
  const close = closeWhyNot(matter)
  return (
    <>
      {main?.whyNot ? <Why id={WHY_MAIN} words={main.whyNot} /> : null}
      {others.map((offer) =>
        offer.whyNot ? <Why key={offer.verb} id={`case-why-${offer.verb}`} words={offer.whyNot} /> : null,
      )}
      {close ? (
        <div className="later">
          <Why id={WHY_CLOSE} words={close} />
        </div>
      ) : null}
    </>
  )
}
