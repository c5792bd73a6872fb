import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { keep } from '#web/field/outbox.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { usePhotos } from '#web/field/use-photos.ts'
import { pointOf, usePosition } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckField, RadioCards, TextArea } from '#web/ui/field.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'

const WORDS_LENGTH_MAX = 2_000
const DECISION_LENGTH_MAX = 500
const TITLE_SHOWN = 24
const KINDS = ['problem', 'hazard', 'dispute', 'need'] as const

const textOf = (form: FormData, name: string): string => String(form.get(name) ?? '').trim()

/** 报发现的问题: kept beside the visit that was just recorded, and sent after it. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const FindingPage = () => {
  const navigate = useNavigate()
  const { visit: visitId = '', whom = '' } = useSearch({ strict: false }) as { visit?: string; whom?: string }
  const photos = usePhotos()
  const position = usePosition()
  const [problem, setProblem] = useState<'empty' | 'full' | null>(null)
  const send = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const words = textOf(form, 'words')
    if (words.length < 2) return setProblem('empty')
    const kind = KINDS.find((known) => known === form.get('kind')) ?? 'problem'
    const blobs = await Promise.all(
      photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })),
    )
    const decision = textOf(form, 'decision')
    const input = {
      visitId,
      kind,
      words,
      decision: decision.length < 2 ? null : decision,
      isUrgent: form.has('isUrgent'),
      point: pointOf(position),
    }
    const title = t('visits:field.found', { kind: t(`visits:finding.${kind}`), words: words.slice(0, TITLE_SHOWN) })
    try {
      await keep('visits.finding.add', input, title, blobs)
      await navigate({ to: '/field/visits' })
    } catch {
      setProblem('full')
    }
  }
  return (
    <form className="field-form" onSubmit={(event) => void send(event)}>
      <header className="field-head">
        <h1>{t('visits:field.reportFound')}</h1>
        <p className="soft">{[whom, t('visits:field.reportFoundHint')].filter(Boolean).join(' ')}</p>
      </header>
      <RadioCards
        name="kind"
        label={t('visits:desk.findingKind')}
        defaultValue="problem"
        two
        choices={KINDS.map((value) => ({ value, label: t(`visits:finding.${value}`) }))}
      />
      <PhotoField
        name="photos"
        label={t('visits:field.photos')}
        camera
        optional
        photos={photos.drafts}
        onAdd={photos.add}
        onRemove={photos.remove}
      />
      <TextArea
        name="words"
        label={t('visits:desk.findingWords')}
        error={problem === null ? undefined : t(`visits:field.${problem}`)}
        maxLength={WORDS_LENGTH_MAX}
      />
      <TextArea
        name="decision"
        label={t('visits:desk.decision')}
        hint={t('visits:desk.decisionHint')}
        optional
        rows={2}
        maxLength={DECISION_LENGTH_MAX}
      />
      <CheckField name="isUrgent" label={t('visits:desk.urgent')} />
      <div className="field-send">
        <Button icon="back" onClick={() => void navigate({ to: '/field/visits' })}>
          {t('visits:field.back')}
        </Button>
        <Button tone="main" size="big" type="submit">
          {t('visits:field.keep')}
        </Button>
      </div>
    </form>
  )
}

export default FindingPage
