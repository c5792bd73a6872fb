import './patrol.css'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { keep } from '#web/field/outbox.ts'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { currentPosition, pointOf, positionWords, usePosition } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { formatDay } from '#web/ui/format.ts'
import { Icon } from '#web/ui/icon.tsx'
import { Progress } from '#web/ui/notice.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'
import { type Noted, PointRow } from './point-row.tsx'
import { windowWords } from './today.tsx'
import { useLocalWalk, type Walk, type WalkPoint } from './use-walk.ts'

/** Begins within so long before the window; the server says the same. */
const EARLY_MS = 30 * 60_000
const REASON_LENGTH_MAX = 200

/** One patrol outdoors: its points, each checked in with one tap, what was found, and its end. Works without a network. */
const PatrolPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const mine = useKeptAnswer('fieldwork.patrol.mine', {})
  const walk = useLocalWalk(mine.data?.items.find((one) => one.id === id))
  if (mine.isPending) return <p className="soft">{t('ui:loading')}</p>
  if (!walk) return <p className="soft">{t('fieldwork:field.nowhere')}</p>
  return (
    <article className="field-form">
      <header className="field-head">
        <Tag tone={walk.state === 'missed' ? 'late' : 'brand'}>{t(`fieldwork:state.${walk.state}`)}</Tag>
        <h1>{walk.routeName}</h1>
        <Bits bits={[walk.placeName, formatDay(walk.on), windowWords(walk)]} />
      </header>
      {walk.state === 'missed' && walk.reason === null && <ExplainForm walk={walk} />}
      <Walking walk={walk} />
    </article>
  )
}

const isOpenNow = (walk: Walk): boolean => walk.state !== 'done' && Date.now() >= Date.parse(walk.windowFrom) - EARLY_MS

const Walking = ({ walk }: { readonly walk: Walk }) => {
  const navigate = useNavigate()
  const position = usePosition()
  const [problem, setProblem] = useState(false)
  const { id, routeName: name } = walk
  const isOpen = isOpenNow(walk)
  const kept = async (keeping: Promise<string>): Promise<void> => {
    await keeping.then(
      () => setProblem(false),
      () => setProblem(true),
    )
  }
  const start = () =>
    kept(
      keep(
        'fieldwork.patrol.start',
        { id, at: new Date().toISOString() },
        t('fieldwork:field.startTitle', { name }),
        [],
      ),
    )
  const checkIn = async (point: WalkPoint, { words, photos }: Noted): Promise<void> => {
    const at = new Date().toISOString()
    const here = pointOf(position) ? position : await currentPosition()
    const accuracyM = here && here !== 'failed' ? here.accuracy : null
    const input = { id, pointId: point.id, at, point: pointOf(here), accuracyM, words }
    await kept(keep('fieldwork.patrol.checkIn', input, t('fieldwork:field.checkInTitle', { name: point.name }), photos))
  }
  return (
    <>
      <Progress label={t('fieldwork:column.valid')} done={walk.validCount} count={walk.pointCount} />
      <p className="field-state" role="status">
        <Icon name="locate" />
        {positionWords(position)}
      </p>
      <ol className="field-list">
        {walk.points.map((point) => (
          <PointRow
            key={point.id}
            point={point}
            position={position}
            isOpen={isOpen}
            onCheckIn={(noted) => checkIn(point, noted)}
          />
        ))}
      </ol>
      {problem && (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{t('field:full')}</span>
        </p>
      )}
      <p className="field-safe">
        <Icon name="shield" />
        <span>{t('fieldwork:field.privacy')}</span>
      </p>
      <Foot walk={walk} isOpen={isOpen} onStart={start} onBack={() => void navigate({ to: '/field' })} />
    </>
  )
}

interface FootProps {
  readonly walk: Walk
  readonly isOpen: boolean
  readonly onStart: () => Promise<void>
  readonly onBack: () => void
}

/** What the thumb reaches: begin, report what was found, finish. */
const Foot = ({ walk, isOpen, onStart, onBack }: FootProps) => {
  const navigate = useNavigate()
  const [isSure, setIsSure] = useState(false)
  const missing = walk.pointCount - walk.validCount
  const finish = async (): Promise<void> => {
    if (missing > 0 && !isSure) return setIsSure(true)
    const { id, routeName: name } = walk
    await keep(
      'fieldwork.patrol.finish',
      { id, at: new Date().toISOString() },
      t('fieldwork:field.finishTitle', { name }),
      [],
    )
    await navigate({ to: '/field' })
  }
  const isWalking = walk.state === 'underWay'
  return (
    <>
      {isWalking && (
        <Actions>
          <Button
            icon="camera"
            onClick={() => void navigate({ to: '/field/report', search: { patrol: walk.id } as never })}
          >
            {t('fieldwork:field.finding')}
          </Button>
          <Button
            icon="edit"
            onClick={() => void navigate({ to: '/field/action', search: { patrol: walk.id } as never })}
          >
            {t('fieldwork:field.action')}
          </Button>
        </Actions>
      )}
      <div className="field-send">
        <Button icon="back" onClick={onBack}>
          {t('field:back')}
        </Button>
        {isOpen && !isWalking && (
          <Button tone="main" size="big" onClick={() => void onStart()}>
            {t('fieldwork:field.start')}
          </Button>
        )}
        {isWalking && (
          <Button tone="main" size="big" onClick={() => void finish()}>
            {isSure && missing > 0
              ? t('fieldwork:field.finishAnyway', { count: missing })
              : t('fieldwork:field.finish')}
          </Button>
        )}
      </div>
    </>
  )
}

const ExplainForm = ({ walk }: { readonly walk: Walk }) => {
  const navigate = useNavigate()
  const [isShort, setIsShort] = useState(false)
  const send = async (form: FormData): Promise<void> => {
    const reason = String(form.get('reason') ?? '').trim()
    if (reason.length < 2) return setIsShort(true)
    const { id, routeName: name } = walk
    await keep('fieldwork.patrol.explain', { id, reason }, t('fieldwork:field.explainTitle', { name }), [])
    await navigate({ to: '/field' })
  }
  return (
    <form
      className="field-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send(new FormData(event.currentTarget))
      }}
    >
      <TextArea
        name="reason"
        label={t('fieldwork:field.reason')}
        hint={t('fieldwork:field.missedWords')}
        error={isShort ? t('fieldwork:field.reasonShort') : undefined}
        maxLength={REASON_LENGTH_MAX}
      />
      <Button type="submit">{t('fieldwork:field.explain')}</Button>
    </form>
  )
}

export default PatrolPage
