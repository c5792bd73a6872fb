import './patrol.css'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { keep } from '#web/field/outbox.ts'
import { useKeptAnswer } from '#web/field/kept-answer.ts'
import { shrinkPhoto } from '#web/field/shrink.ts'
import { usePhotos } from '#web/field/use-photos.ts'
import { pointOf, positionWords, usePosition } from '#web/field/use-position.ts'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { RadioCards, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { PhotoField } from '#web/ui/live/photo-field.tsx'
import { unitOfKind } from '../../rules/unit.ts'
import { type ActionKind, actionKinds, COUNT_MAX, shippedFunctions } from '../words.ts'

const WORDS_LENGTH_MAX = 2_000

/** Under which function a kind usually falls; another can be chosen. */
const FUNCTION_OF_KIND: Readonly<Record<ActionKind, (typeof shippedFunctions)[number]>> = {
  cleanUp: 'environment',
  dissuasion: 'environment',
  publicity: 'guidance',
  mediation: 'disputes',
  screening: 'risks',
  other: 'service',
}

/** The functions of the district; before they were ever read, those brought along. */
const useFunctions = (): readonly { readonly value: string; readonly label: string }[] => {
  const listed = useKeptAnswer('fieldwork.function.list', {})
  if (!listed.data) return shippedFunctions.map((value) => ({ value, label: t(`fieldwork:function.${value}`) }))
  return listed.data.items.filter(({ isUsed }) => isUsed).map(({ key, name }) => ({ value: key, label: name }))
}

/** 记一次行动: what was done, how many, done. Three taps, kept on the phone before anything is sent. */
// oxlint-disable-next-line max-lines-per-function -- one form in one piece: its lines are markup, to be cut when it grows
const ActionPage = () => {
  const navigate = useNavigate()
  const { patrol } = useSearch({ strict: false }) as { patrol?: string }
  const back = patrol ? `/field/patrols/${patrol}` : '/field'
  const position = usePosition()
  const photos = usePhotos()
  const functions = useFunctions()
  const [kind, setKind] = useState<ActionKind>('cleanUp')
  const [chosen, setChosen] = useState<string | null>(null)
  const [count, setCount] = useState(1)
  const [isFull, setIsFull] = useState(false)
  const usual = FUNCTION_OF_KIND[kind]
  const functionKey = chosen ?? (functions.find(({ value }) => value === usual) ?? functions[0])?.value ?? usual
  const unit = t(`fieldwork:unit.${unitOfKind(kind)}`)
  const change = (to: number): void => setCount(Math.min(COUNT_MAX, Math.max(1, Math.round(to) || 1)))
  const send = async (form: FormData): Promise<void> => {
    const words = String(form.get('words') ?? '').trim() || null
    const blobs = await Promise.all(
      photos.files.map(async (file) => ({ blob: await shrinkPhoto(file), name: file.name })),
    )
    const at = new Date().toISOString()
    const input = { kind, functionKey, count, point: pointOf(position), at, words, patrolId: patrol ?? null }
    const title = t('fieldwork:field.actionTitle', { kind: t(`fieldwork:kind.${kind}`), count, unit })
    try {
      await keep('fieldwork.action.log', input, title, blobs)
      await navigate({ to: back })
    } catch {
      setIsFull(true)
    }
  }
  return (
    <form
      className="field-form"
      onSubmit={(event) => {
        event.preventDefault()
        void send(new FormData(event.currentTarget))
      }}
    >
      <h1>{t('fieldwork:field.action')}</h1>
      <RadioCards
        name="kind"
        two
        label={t('fieldwork:field.kind')}
        value={kind}
        onChange={(value) => setKind(actionKinds.find((known) => known === value) ?? 'other')}
        choices={actionKinds.map((value) => ({ value, label: t(`fieldwork:kind.${value}`) }))}
      />
      <div className="patrol-count">
        <Button icon="minus" iconOnly onClick={() => change(count - 1)}>
          {t('fieldwork:field.less')}
        </Button>
        <TextField
          name="count"
          label={t('fieldwork:field.count', { unit })}
          inputMode="numeric"
          value={String(count)}
          onChange={(event) => change(Number(event.currentTarget.value))}
        />
        <Button icon="plus" iconOnly onClick={() => change(count + 1)}>
          {t('fieldwork:field.more')}
        </Button>
      </div>
      <SelectField
        name="function"
        label={t('fieldwork:field.function')}
        value={functionKey}
        onChange={(event) => setChosen(event.currentTarget.value)}
        choices={functions}
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
      <TextArea name="words" label={t('fieldwork:field.actionWords')} maxLength={WORDS_LENGTH_MAX} optional />
      <p className="field-state" role="status">
        <Icon name="locate" />
        {positionWords(position)}
      </p>
      {isFull && (
        <p className="err" role="alert">
          <Icon name="warning" />
          <span>{t('field:full')}</span>
        </p>
      )}
      <div className="field-send">
        <Button icon="back" onClick={() => void navigate({ to: back })}>
          {t('field:back')}
        </Button>
        <Button tone="main" size="big" type="submit">
          {t('fieldwork:field.actionKeep')}
        </Button>
      </div>
    </form>
  )
}

export default ActionPage
