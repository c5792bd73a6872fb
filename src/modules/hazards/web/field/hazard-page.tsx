import { useNavigate, useParams } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { OperationId } from '#web/api.ts'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { usePhotos } from '#web/field/use-photos.ts'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '#web/ui/button.tsx'
import { Clock } from '#web/ui/clock.tsx'
import { TextArea } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { Bits, Tag } from '#web/ui/tag.tsx'
import { Thread } from '#web/ui/thread.tsx'
import { type HazardDetail, threadEntryOf } from '../thread-entry.tsx'

const WORDS_LENGTH_MAX = 2_000
/** What is done outdoors; the first that is allowed is the main button. */
const VERBS = ['rectify', 'pass', 'fail', 'settle', 'note'] as const
type Verb = (typeof VERBS)[number]
const NEEDS_PHOTO: readonly Verb[] = ['rectify', 'settle']

const ActForm = ({ matter }: { readonly matter: HazardDetail }) => {
  const navigate = useNavigate()
  const photos = usePhotos()
  const [problem, setProblem] = useState<'words' | 'photo' | 'full' | null>(null)
  const allowed = VERBS.filter((verb) => matter.can[`hazards.hazard.${verb}`]?.allowed)
  if (allowed.length === 0) {
    const why = matter.can['hazards.hazard.pass']?.reason
    return why === 'hazards.rechecker_is_rectifier' ? (
      <p className="soft">{t('hazards:refusal.rechecker_is_rectifier')}</p>
    ) : null
  }
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const submitter = (event.nativeEvent as SubmitEvent).submitter as HTMLButtonElement | null
    const verb = VERBS.find((known) => known === submitter?.value) ?? allowed[0] ?? 'note'
    const words = String(new FormData(event.currentTarget).get('words') ?? '').trim()
    if (words.length < 2 && verb !== 'pass') return setProblem('words')
    if (photos.files.length === 0 && NEEDS_PHOTO.includes(verb)) return setProblem('photo')
    const blobs = await Promise.all(
      photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })),
    )
    try {
      const operation: OperationId = `hazards.hazard.${verb}`
      await keep(
        operation,
        { id: matter.id, words: words || null } as never,
        `${t(`hazards:do.${verb}`)} · ${matter.title}`,
        blobs,
      )
      await navigate({ to: '/field/checks' })
    } catch {
      setProblem('full')
    }
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <TextArea
        name="words"
        label={t('field:words')}
        error={problem ? t(`hazards:field.act.${problem}`) : undefined}
        maxLength={WORDS_LENGTH_MAX}
      />
      <PhotoField
        name="photos"
        label={t('field:photos')}
        camera
        optional={!NEEDS_PHOTO.includes(allowed[0] ?? 'note')}
        photos={photos.drafts}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
      <Actions>
        {allowed.map((verb, index) => (
          <Button key={verb} type="submit" value={verb} tone={index === 0 ? 'main' : 'usual'}>
            {t(`hazards:do.${verb}`)}
          </Button>
        ))}
      </Actions>
    </form>
  )
}

/** One hazard outdoors: what was found, what is asked for, and what I can do about it here. */
const HazardPage = () => {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const matter = useKeptAnswer('hazards.hazard.find', { id }).data
  if (!matter) return <p className="soft">{t('field:taskLater')}</p>
  const now = new Date()
  return (
    <article className="field-form">
      <header className="field-head">
        <Tag tone="brand">{t(`hazards:state.${matter.state}`)}</Tag>
        <h1>{matter.title}</h1>
        <Bits bits={[matter.number, matter.place.name, matter.siteAddress ?? '']} />
        {matter.clock ? <Clock clock={matter.clock} form="page" chip /> : null}
      </header>
      <p>{matter.words}</p>
      {matter.measures ? (
        <p>{t('hazards:field.asked', { number: matter.noticeNumber ?? '', measures: matter.measures })}</p>
      ) : null}
      <ActForm matter={matter} />
      <Thread
        label={t('hazards:desk.thread')}
        entries={matter.thread.toReversed().map((entry) => threadEntryOf(entry, now))}
      />
    </article>
  )
}

export default HazardPage
