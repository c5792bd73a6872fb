import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { type Photos, usePhotos } from '#web/field/use-photos.ts'
import { currentPosition, pointOf } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckField, RadioCards, TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'

const RESULTS = ['pass', 'hazard', 'notApplicable'] as const
type Result = (typeof RESULTS)[number]
const SEVERITIES = ['general', 'serious', 'major'] as const
const WORDS_LENGTH_MAX = 2_000
interface KindLine {
  readonly id: string
  readonly name: string
  readonly points: string | null
  readonly severity: (typeof SEVERITIES)[number]
}

/** What is known of a kind while the form is filled in. */
interface Finding {
  readonly result: Result | null
  readonly photos: Photos
  readonly after: Photos
  readonly isOnTheSpot: boolean
}

/** One kind: passed, found or not there; what was found is told and shown. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const KindCard = ({ kind, onChange }: { readonly kind: KindLine; readonly onChange: (finding: Finding) => void }) => {
  const photos = usePhotos()
  const after = usePhotos()
  const [result, setResult] = useState<Result | null>(null)
  const [isOnTheSpot, setOnTheSpot] = useState(false)
  onChange({ result, photos, after, isOnTheSpot })
  return (
    <fieldset className="field-section">
      <RadioCards
        name={`result-${kind.id}`}
        label={kind.name}
        hint={kind.points ?? undefined}
        choices={RESULTS.map((value) => ({ value, label: t(`hazards:result.${value}`) }))}
        onChange={(value) => setResult(RESULTS.find((known) => known === value) ?? null)}
      />
      {result === 'hazard' ? (
        <>
          <TextArea name={`words-${kind.id}`} label={t('hazards:field.words')} maxLength={WORDS_LENGTH_MAX} />
          <PhotoField
            name={`photos-${kind.id}`}
            label={t('hazards:desk.photos')}
            camera
            photos={photos.drafts}
            onAdd={photos.add}
            onRemove={photos.remove}
          />
          <RadioCards
            name={`severity-${kind.id}`}
            label={t('hazards:column.severity')}
            defaultValue={kind.severity}
            choices={SEVERITIES.map((value) => ({ value, label: t(`hazards:severity.${value}`) }))}
          />
          <CheckField
            label={t('hazards:field.onTheSpot')}
            checked={isOnTheSpot}
            onChange={(event) => setOnTheSpot(event.currentTarget.checked)}
          />
          <TextArea
            name={`measures-${kind.id}`}
            optional
            label={t(isOnTheSpot ? 'hazards:field.wasDone' : 'hazards:column.measures')}
            hint={isOnTheSpot ? undefined : t('hazards:field.measuresHint')}
            maxLength={WORDS_LENGTH_MAX}
          />
          {isOnTheSpot ? (
            <PhotoField
              name={`after-${kind.id}`}
              label={t('hazards:field.after')}
              camera
              photos={after.drafts}
              onAdd={after.add}
              onRemove={after.remove}
            />
          ) : (
            <TextField
              name={`days-${kind.id}`}
              type="number"
              optional
              label={t('hazards:desk.limitDays')}
              hint={t('hazards:desk.limitDaysHint')}
            />
          )}
        </>
      ) : null}
    </fieldset>
  )
}

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()

type Problem = 'incomplete' | 'unshown' | 'full' | null

/** What the form says, with the photos in the order in which they are sent; null with the reason when it is incomplete. */
const readForm = (form: FormData, kinds: readonly KindLine[], findings: ReadonlyMap<string, Finding>) => {
  const files: File[] = []
  const take = (photos: Photos): number[] => photos.files.map((file) => files.push(file) - 1)
  const items = kinds.flatMap(({ id }) => {
    const result = findings.get(id)?.result
    return result ? [{ kindId: id, result }] : []
  })
  let problem: Problem = items.length === 0 ? 'incomplete' : null
  const hazards = items
    .filter(({ result }) => result === 'hazard')
    .map(({ kindId }) => {
      const finding = findings.get(kindId)
      const words = textOf(form, `words-${kindId}`)
      const photos = finding ? take(finding.photos) : []
      const isOnTheSpot = finding?.isOnTheSpot ?? false
      const rectifiedPhotos = finding && isOnTheSpot ? take(finding.after) : []
      if (words === '') problem = 'incomplete'
      else if (photos.length === 0 || (isOnTheSpot && rectifiedPhotos.length === 0)) problem = 'unshown'
      return {
        kindId,
        words,
        severity: SEVERITIES.find((known) => known === form.get(`severity-${kindId}`)) ?? 'general',
        photos,
        isOnTheSpot,
        rectifiedPhotos,
        measures: textOf(form, `measures-${kindId}`) || null,
        limitDays: Number(textOf(form, `days-${kindId}`)) || null,
      }
    })
  return { items, hazards, files, problem }
}

/** 现场检查: kind by kind, with photos. Kept on the phone before anything is sent. */
const CheckPage = () => {
  const { siteId = '' } = useParams({ strict: false }) as { siteId?: string }
  const { task: taskId = null } = useSearch({ strict: false }) as { task?: string | null }
  const navigate = useNavigate()
  const catalogue = useKeptAnswer('hazards.catalogue.find', {}).data
  const sites = useKeptAnswer('hazards.site.list', { sort: 'checked', limit: 100 }).data
  const tasks = useKeptAnswer('hazards.task.list', { view: 'mine', limit: 100 }).data
  const [findings] = useState(() => new Map<string, Finding>())
  const [problem, setProblem] = useState<Problem>(null)
  const name =
    sites?.items.find(({ id }) => id === siteId)?.name ??
    tasks?.items.find((task) => task.site.id === siteId)?.site.name ??
    t('hazards:desk.site')
  const kinds = (catalogue?.classes ?? []).flatMap((of) =>
    of.kinds.flatMap((kind): KindLine[] => (kind.name === null ? [] : [{ ...kind, name: kind.name }])),
  )
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const { items, hazards, files, problem: missing } = readForm(form, kinds, findings)
    if (missing) return setProblem(missing)
    const blobs = await Promise.all(files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })))
    const inspectedAt = new Date().toISOString()
    const point = pointOf(await currentPosition())
    const input = { siteId, taskId, inspectedAt, point, words: textOf(form, 'words') || null, items, hazards }
    try {
      await keep('hazards.inspection.record', input, t('hazards:field.kept', { name }), blobs)
      await navigate({ to: '/field/checks' })
    } catch {
      setProblem('full')
    }
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <h1>{name}</h1>
      {catalogue && kinds.length === 0 ? <p className="soft">{t('hazards:field.noKinds')}</p> : null}
      {kinds.map((kind) => (
        <KindCard key={kind.id} kind={kind} onChange={(finding) => void findings.set(kind.id, finding)} />
      ))}
      <TextArea name="words" optional label={t('hazards:field.remarks')} maxLength={WORDS_LENGTH_MAX} />
      {problem ? (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{t(`hazards:field.problem.${problem}`)}</span>
        </p>
      ) : null}
      <div className="field-send">
        <Button icon="back" onClick={() => void navigate({ to: '/field/checks' })}>
          {t('field:back')}
        </Button>
        <Button tone="main" size="big" type="submit">
          {t('field:keep')}
        </Button>
      </div>
    </form>
  )
}

export default CheckPage
