import './fieldwork.css'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import type { ApiProblem } from '#web/api.ts'
import { ProblemBox } from '#web/desk/fault.tsx'
import { OrganizationPicker, type Picked, PlacePicker } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { CheckCards, RadioCards, TextField } from '#web/ui/field.tsx'
import { type DraftPoint, draftPointsOf, type FoundRoute, newPoint } from './route-draft.ts'

const PointMap = lazy(() => import('./point-map.tsx'))
const NAME_LENGTH_MAX = 60
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const
const RHYTHMS = ['workDays', 'weekdays', 'interval'] as const

export interface RouteFormValue {
  readonly form: FormData
  readonly points: readonly DraftPoint[]
  readonly team: Picked | null
  readonly place: Picked | null
}

interface RouteFormProps {
  /** Null: a new one. */
  readonly found: FoundRoute | null
  readonly busy: boolean
  readonly problem: ApiProblem | null
  readonly doWords: string
  readonly onSubmit: (value: RouteFormValue) => void
  readonly children?: ReactNode
}

/** When it is walked: work days, days of the week or every so many days, and the window. */
const RhythmFields = ({ found, problem }: Pick<RouteFormProps, 'found' | 'problem'>) => {
  const rhythm = found?.route.rhythm
  const [kind, setKind] = useState<string>(rhythm?.kind ?? 'workDays')
  return (
    <>
      <RadioCards
        name="rhythm"
        label={t('fieldwork:desk.rhythm')}
        value={kind}
        onChange={setKind}
        choices={RHYTHMS.map((value) => ({ value, label: t(`fieldwork:desk.rhythm.${value}`) }))}
      />
      {kind === 'weekdays' ? (
        <CheckCards
          name="weekdays"
          two
          label={t('fieldwork:desk.rhythm.weekdays')}
          defaultValues={(rhythm?.kind === 'weekdays' ? rhythm.weekdays : WEEKDAYS).map(String)}
          choices={WEEKDAYS.map((day) => ({ value: String(day), label: t(`fieldwork:desk.weekday.${day}`) }))}
          error={problem?.messageFor('rhythm.weekdays')}
        />
      ) : null}
      {kind === 'interval' ? (
        <TextField
          name="everyDays"
          type="number"
          min={1}
          max={31}
          label={t('fieldwork:desk.everyDays')}
          defaultValue={rhythm?.kind === 'interval' ? rhythm.everyDays : 2}
          error={problem?.messageFor('rhythm.everyDays')}
        />
      ) : null}
      <div className="route-window">
        <TextField
          name="windowFrom"
          type="time"
          label={t('fieldwork:column.windowFrom')}
          defaultValue={found?.route.windowFrom ?? '09:00'}
          error={problem?.messageFor('windowFrom')}
        />
        <TextField
          name="windowUntil"
          type="time"
          label={t('fieldwork:column.windowUntil')}
          defaultValue={found?.route.windowUntil ?? '11:00'}
          error={problem?.messageFor('windowUntil')}
        />
      </div>
      <p className="meta">{t('fieldwork:desk.windowHint')}</p>
    </>
  )
}

interface PointFieldsProps {
  readonly point: DraftPoint
  readonly index: number
  readonly isLast: boolean
  readonly problem: ApiProblem | null
  readonly onChange: (change: Partial<DraftPoint>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

const numberOf = (text: string): number | null => (text === '' || Number.isNaN(Number(text)) ? null : Number(text))

/** One point by keys: name, position, radius, its place in the order. */
const PointFields = ({ point, index, isLast, problem, onChange, onMove, onRemove }: PointFieldsProps) => {
  const errorOf = (field: string): string | undefined => problem?.messageFor(`points.${index}.${field}`)
  const named = (word: string): string => `${word} ${index + 1}`
  return (
    <li>
      <TextField
        name={`point-name-${point.key}`}
        label={t('fieldwork:desk.pointName', { number: index + 1 })}
        value={point.name}
        maxLength={NAME_LENGTH_MAX}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        error={errorOf('name')}
      />
      <TextField
        name={`point-longitude-${point.key}`}
        inputMode="decimal"
        label={t('fieldwork:desk.longitude')}
        value={point.longitude === null ? '' : String(point.longitude)}
        onChange={(event) => onChange({ longitude: numberOf(event.currentTarget.value) })}
        error={errorOf('longitude')}
      />
      <TextField
        name={`point-latitude-${point.key}`}
        inputMode="decimal"
        label={t('fieldwork:desk.latitude')}
        value={point.latitude === null ? '' : String(point.latitude)}
        onChange={(event) => onChange({ latitude: numberOf(event.currentTarget.value) })}
        error={errorOf('latitude')}
      />
      <TextField
        name={`point-radius-${point.key}`}
        type="number"
        min={10}
        max={500}
        label={t('fieldwork:desk.radiusM')}
        value={String(point.radiusM)}
        onChange={(event) => onChange({ radiusM: Math.round(Number(event.currentTarget.value)) })}
        error={errorOf('radiusM')}
      />
      <Actions>
        {index > 0 ? (
          <Button size="small" icon="ascending" iconOnly onClick={() => onMove(-1)}>
            {named(t('fieldwork:desk.moveUp'))}
          </Button>
        ) : null}
        {isLast ? null : (
          <Button size="small" icon="descending" iconOnly onClick={() => onMove(1)}>
            {named(t('fieldwork:desk.moveDown'))}
          </Button>
        )}
        <Button size="small" icon="trash" iconOnly onClick={onRemove}>
          {named(t('fieldwork:desk.removePoint'))}
        </Button>
      </Actions>
    </li>
  )
}

interface PointsProps {
  readonly placeId: number | null
  readonly points: readonly DraftPoint[]
  readonly problem: ApiProblem | null
  readonly onChange: (points: readonly DraftPoint[]) => void
}

/** The points in order: pressed on the map, or typed. */
const Points = ({ placeId, points, problem, onChange }: PointsProps) => {
  const changeAt = (index: number, change: Partial<DraftPoint>): void =>
    onChange(points.map((point, at) => (at === index ? { ...point, ...change } : point)))
  const move = (index: number, by: -1 | 1): void => {
    const next = [...points]
    const [point] = next.splice(index, 1)
    if (point) next.splice(index + by, 0, point)
    onChange(next)
  }
  /** A press gives the first point without a position its own, else makes a new one. */
  const place = (at: { longitude: number; latitude: number }): void => {
    const open = points.findIndex(({ longitude, latitude }) => longitude === null || latitude === null)
    if (open >= 0) changeAt(open, at)
    else onChange([...points, newPoint(at)])
  }
  return (
    <>
      <p className="soft">{t('fieldwork:desk.mapHow')}</p>
      <Suspense fallback={<p className="desk-wait">{t('ui:loading')}</p>}>
        <PointMap key={placeId} placeId={placeId} points={points} onPlace={place} />
      </Suspense>
      <ol className="route-points">
        {points.map((point, index) => (
          <PointFields
            key={point.key}
            point={point}
            index={index}
            isLast={index === points.length - 1}
            problem={problem}
            onChange={(change) => changeAt(index, change)}
            onMove={(by) => move(index, by)}
            onRemove={() => onChange(points.filter((_, at) => at !== index))}
          />
        ))}
      </ol>
      <Actions>
        <Button size="small" icon="plus" onClick={() => onChange([...points, newPoint()])}>
          {t('fieldwork:desk.addPoint')}
        </Button>
      </Actions>
    </>
  )
}

/** A patrol route: where, when and by whom at the left, its points on the map at the right. */
export const RouteForm = ({ found, busy, problem, doWords, onSubmit, children }: RouteFormProps) => {
  const route = found?.route
  const [points, setPoints] = useState<readonly DraftPoint[]>(() => draftPointsOf(found))
  const [team, setTeam] = useState<Picked | null>(route?.team ?? null)
  const [place, setPlace] = useState<Picked | null>(route ? { id: String(route.placeId), name: route.placeName } : null)
  return (
    <form
      className="route-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit({ form: new FormData(event.currentTarget), points, team, place })
      }}
    >
      <div>
        <TextField
          name="name"
          label={t('fieldwork:desk.routeName')}
          defaultValue={route?.name}
          maxLength={NAME_LENGTH_MAX}
          error={problem?.messageFor('name')}
        />
        {route ? null : (
          <PlacePicker
            label={t('administration:place')}
            hint={t('fieldwork:desk.placeHint')}
            value={place}
            onChange={setPlace}
            error={problem?.messageFor('placeId')}
          />
        )}
        <OrganizationPicker
          label={t('fieldwork:column.team')}
          hint={t('fieldwork:desk.teamHint')}
          value={team}
          onChange={setTeam}
          optional
        />
        <RhythmFields found={found} problem={problem} />
      </div>
      <div>
        <Points placeId={place ? Number(place.id) : null} points={points} problem={problem} onChange={setPoints} />
        {problem ? <ProblemBox problem={problem} title={t('administration:refused')} /> : null}
        <Actions>
          {children}
          <Button tone="main" type="submit" busy={busy}>
            {doWords}
          </Button>
        </Actions>
      </div>
    </form>
  )
}
