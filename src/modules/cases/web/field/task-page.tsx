import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { type OperationId, query } from '#web/api.ts'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { Clock } from '#web/ui/clock.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'
import { Thread } from '#web/ui/thread.tsx'
import { threadEntryOf } from '../thread-entry.tsx'
import { usePhotos } from '#web/field/use-photos.ts'

const WORDS_LENGTH_MAX = 2_000

/** What a worker does outdoors, in the order it is offered; the first that is allowed is the main button. */
const FIELD_ACTS = [
  'cases.case.resolve',
  'cases.case.verify',
  'cases.case.rework',
  'cases.case.return',
  'cases.case.note',
] as const
type FieldAct = (typeof FIELD_ACTS)[number]
const verbOf = (act: FieldAct): string => act.split('.').at(-1) ?? ''

/** One task: what it is, what happened so far, and what I can do about it here. */
const TaskPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useQuery({ queryKey: ['cases.case.find', id], queryFn: () => query('cases.case.find', { id }) })
  if (found.isPending) return <p className="soft">{t('ui:loading')}</p>
  if (found.isError) return <p className="soft">{t('field:taskLater')}</p>
  const matter = found.data
  const now = new Date()
  return (
    <article className="field-form">
      <header className="field-head">
        <Tag tone="brand">{t(`cases:state.${matter.state}`)}</Tag>
        <h1>{matter.title}</h1>
        <Bits bits={[matter.number, matter.placeName, ...(matter.address ? [matter.address] : [])]} />
        {matter.clock && <Clock clock={matter.clock} form="page" chip />}
      </header>
      <p>{matter.body}</p>
      <ActForm id={id} title={matter.title} can={matter.can} />
      <Thread
        label={t('field:thread')}
        entries={[...matter.thread].reverse().map((entry) => threadEntryOf(entry, now))}
      />
    </article>
  )
}

interface ActFormProps {
  readonly id: string
  readonly title: string
  readonly can: Readonly<Record<string, { readonly allowed: boolean }>>
}

const ActForm = ({ id, title, can }: ActFormProps) => {
  const navigate = useNavigate()
  const photos = usePhotos()
  const [problem, setProblem] = useState<'empty' | 'full' | null>(null)
  const allowed = FIELD_ACTS.filter((act) => can[act]?.allowed)
  if (allowed.length === 0) return null
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const submitter = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
    const operation = (submitter?.value ?? allowed[0]) as FieldAct & OperationId
    const words = String(new FormData(event.currentTarget).get('words') ?? '').trim()
    if (words.length < 2 && operation !== 'cases.case.verify') return setProblem('empty')
    const blobs = await Promise.all(
      photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })),
    )
    try {
      await keep(
        operation,
        { id, words: words || null } as never,
        `${wordsOr(`cases:do.${verbOf(operation)}`, verbOf(operation))} · ${title}`,
        blobs,
      )
      await navigate({ to: '/field' })
    } catch {
      setProblem('full')
    }
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <TextArea
        name="words"
        label={t('field:words')}
        error={problem === 'empty' ? t('field:wordsEmpty') : problem === 'full' ? t('field:full') : undefined}
        maxLength={WORDS_LENGTH_MAX}
      />
      <PhotoField
        name="photos"
        label={t('field:photos')}
        camera
        optional
        photos={photos.drafts}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
      <Actions>
        {allowed.map((act, index) => (
          <Button key={act} type="submit" value={act} tone={index === 0 ? 'main' : 'usual'}>
            {wordsOr(`cases:do.${verbOf(act)}`, verbOf(act))}
          </Button>
        ))}
      </Actions>
    </form>
  )
}

export default TaskPage
