import './portal.css'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { FormSteps } from '#web/ui/steps.tsx'

/** Everything answered so far; travels in hidden fields, so that no step needs a script or a session. */
export interface ReportDraft {
  readonly requestId: string
  readonly body: string
  readonly fileIds: readonly string[]
  readonly placeId: string
  readonly address: string
  readonly longitude: string
  readonly latitude: string
  readonly reporterName: string
  readonly reporterPhone: string
}

interface Problem {
  readonly code: string
  readonly message: string
  readonly fields: ReadonlyArray<{ readonly path: string; readonly message: string }>
}

export interface ReportPageProps {
  readonly step: 'what' | 'where' | 'who'
  readonly draft: ReportDraft
  readonly problem: Problem | 'empty' | null
  readonly placeName: string | null
  readonly places: ReadonlyArray<{ readonly id: number; readonly name: string }>
  readonly isSignedIn: boolean
}

const BODY_LENGTH_MAX = 5_000
const ADDRESS_LENGTH_MAX = 200
const NAME_LENGTH_MAX = 60

/** 我要说: what, where, how to reach you; one question a screen, the answer so far on top. */
export const ReportPage = (props: ReportPageProps) => {
  const { step, draft, isSignedIn } = props
  const steps = isSignedIn ? ['what', 'where'] : ['what', 'where', 'who']
  return (
    <section className="portal-section report">
      <FormSteps step={steps.indexOf(step) + 1} count={steps.length} />
      <form method="post" action="/report" encType="multipart/form-data" className="portal-form">
        <input type="hidden" name="requestId" value={draft.requestId} />
        <input type="hidden" name="step" value={step} />
        {step !== 'what' && <SoFar draft={draft} />}
        {props.problem && props.problem !== 'empty' && <ProblemLine problem={props.problem} />}
        {step === 'what' && <WhatStep {...props} />}
        {step === 'where' && <WhereStep {...props} />}
        {step === 'who' && <WhoStep {...props} />}
      </form>
    </section>
  )
}

const messageFor = ({ problem }: ReportPageProps, path: string): string | undefined =>
  problem && problem !== 'empty' ? problem.fields.find((field) => field.path === path)?.message : undefined

const ProblemLine = ({ problem }: { readonly problem: Problem }) => (
  <p className="err" role="alert">
    <Icon name="warning" />
    <span>{problem.message}</span>
  </p>
)

const SoFar = ({ draft }: { readonly draft: ReportDraft }) => (
  <div className="report-so-far">
    <input type="hidden" name="body" value={draft.body} />
    {draft.fileIds.map((id) => (
      <input key={id} type="hidden" name="fileIds" value={id} />
    ))}
    <p>“{draft.body}”</p>
    {draft.fileIds.length > 0 && <p className="meta">{t('portal:photosKept', { count: draft.fileIds.length })}</p>}
    <Button type="submit" name="back" value="what" tone="quiet">
      {t('portal:change')}
    </Button>
  </div>
)

const WhatStep = (props: ReportPageProps) => (
  <>
    <h1>{t('portal:what')}</h1>
    {props.draft.fileIds.map((id) => (
      <input key={id} type="hidden" name="fileIds" value={id} />
    ))}
    <TextArea
      name="body"
      label={t('portal:whatLabel')}
      hint={t('portal:whatHint')}
      error={props.problem === 'empty' ? t('portal:whatEmpty') : messageFor(props, 'body')}
      defaultValue={props.draft.body}
      rows={5}
      maxLength={BODY_LENGTH_MAX}
    />
    <div className="field">
      <label htmlFor="photos">
        {t('portal:photos')}
        <span className="optional">{t('ui:optional')}</span>
      </label>
      <span className="hint" id="photos-hint">
        {props.draft.fileIds.length > 0
          ? t('portal:photosKept', { count: props.draft.fileIds.length })
          : t('portal:photosHint')}
      </span>
      <input
        id="photos"
        className="report-photos"
        name="photos"
        type="file"
        accept="image/*"
        multiple
        aria-describedby="photos-hint"
        data-photos
      />
    </div>
    <Button tone="main" size="big" type="submit">
      {t('portal:next')}
    </Button>
  </>
)

const WhereStep = (props: ReportPageProps) => {
  const { draft, places, placeName, isSignedIn } = props
  const choices = [
    { value: '', label: placeName ? t('portal:wholeOf', { place: placeName }) : t('portal:placeNotSaid') },
    ...places.map(({ id, name }) => ({ value: String(id), label: name })),
  ]
  return (
    <>
      <h1>{t('portal:where')}</h1>
      <input type="hidden" name="longitude" defaultValue={draft.longitude} data-longitude />
      <input type="hidden" name="latitude" defaultValue={draft.latitude} data-latitude />
      <div className="report-locate" data-locate hidden>
        <Button icon="locate" data-locate-button>
          {t('portal:locate')}
        </Button>
        <p
          className="meta"
          role="status"
          data-locate-words
          data-found={t('portal:located')}
          data-failed={t('portal:locateFailed')}
          data-waiting={t('portal:locating')}
        />
      </div>
      <SelectField
        name="placeId"
        label={placeName ? t('portal:compound') : t('portal:community')}
        choices={choices}
        defaultValue={draft.placeId}
      />
      <TextField
        name="address"
        label={t('portal:address')}
        hint={t('portal:addressHint')}
        error={messageFor(props, 'address')}
        defaultValue={draft.address}
        maxLength={ADDRESS_LENGTH_MAX}
        optional
      />
      <Button tone="main" size="big" type="submit">
        {isSignedIn ? t('portal:send') : t('portal:next')}
      </Button>
      <p className="report-next">{isSignedIn ? t('portal:sendHint') : t('portal:nextWho')}</p>
    </>
  )
}

const WhoStep = (props: ReportPageProps) => {
  const { draft } = props
  return (
    <>
      <h1>{t('portal:who')}</h1>
      {(['placeId', 'address', 'longitude', 'latitude'] as const).map((name) => (
        <input key={name} type="hidden" name={name} value={draft[name]} />
      ))}
      <p className="soft">{t('portal:whoHint')}</p>
      <TextField
        name="reporterPhone"
        type="tel"
        label={t('portal:phone')}
        hint={t('portal:phoneHint')}
        error={messageFor(props, 'reporterPhone')}
        defaultValue={draft.reporterPhone}
        maxLength={20}
        autoComplete="tel"
        inputMode="tel"
        optional
      />
      <TextField
        name="reporterName"
        label={t('portal:name')}
        defaultValue={draft.reporterName}
        maxLength={NAME_LENGTH_MAX}
        autoComplete="name"
        optional
      />
      <Button tone="main" size="big" type="submit">
        {t('portal:send')}
      </Button>
      <p className="report-next">{t('portal:sendHint')}</p>
    </>
  )
}
