import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { act, type Output, query } from '#web/api.ts'
import { problemWords, useActing } from '#web/desk/acting.ts'
import { Unread } from '#web/desk/fault.tsx'
import { chooseElder, chooseLanguage, chooseTheme, chosenTheme, isElder } from '#web/desk/look.ts'
import { MineTabs } from '#web/desk/mine-tabs.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { currentLanguage, isLanguage, LANGUAGES, t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { CheckField, TextField } from '#web/ui/field.tsx'
import { Checkbox } from '#web/ui/live/checkbox.tsx'
import { ToggleGroup } from '#web/ui/live/tags.tsx'
import { toast } from '#web/ui/live/toast.tsx'

type Setting = Output<'workplace.setting.find'>

const HOUR_MINUTES = 60
const SYSTEM = 'system'

/** 570 ↔ 09:30, as a time field of the browser wants it. */
const timeOf = (minute: number): string =>
  `${String(Math.floor(minute / HOUR_MINUTES)).padStart(2, '0')}:${String(minute % HOUR_MINUTES).padStart(2, '0')}`
const minuteOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * HOUR_MINUTES + minutes
}

/** When I want to be told, and how the workbench looks to me. */
const SettingsPage = () => {
  const found = useQuery({
    queryKey: ['workplace.setting.find'],
    queryFn: ({ signal }) => query('workplace.setting.find', {}, signal),
  })
  return (
    <DeskPage title={t('workplace:desk.settings')} tabs={<MineTabs current="settings" />}>
      <div className="desk-sections">
        <section aria-labelledby="told">
          <ColumnHead id="told" title={t('workplace:desk.told')} />
          {found.data ? <NoticeForm key={JSON.stringify(found.data)} setting={found.data} /> : null}
          {found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : null}
        </section>
        <section aria-labelledby="look">
          <ColumnHead id="look" title={t('workplace:desk.look')} />
          <LookForm />
        </section>
      </div>
    </DeskPage>
  )
}

export default SettingsPage

const NoticeForm = ({ setting }: { readonly setting: Setting }) => {
  const saving = useActing('workplace.setting.update')
  const [draft, setDraft] = useState(setting)
  const change = (patch: Partial<Setting>): void => setDraft({ ...draft, ...patch })
  const submit = async (): Promise<void> => {
    if (await saving.run(draft)) toast({ words: t('workplace:desk.settingsSaved') })
  }
  const fault = saving.problem
    ? (saving.problem.messageFor('quietUntilMinute') ?? problemWords(saving.problem))
    : undefined
  return (
    <form
      className="desk-form"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <div className="desk-two">
        <TextField
          name="quiet-from"
          type="time"
          label={t('workplace:desk.quietFrom')}
          value={timeOf(draft.quietFromMinute)}
          onChange={(event) => change({ quietFromMinute: minuteOf(event.currentTarget.value) })}
        />
        <TextField
          name="quiet-until"
          type="time"
          label={t('workplace:desk.quietUntil')}
          error={fault}
          value={timeOf(draft.quietUntilMinute)}
          onChange={(event) => change({ quietUntilMinute: minuteOf(event.currentTarget.value) })}
        />
      </div>
      <p className="hint">{t('workplace:desk.quietHint')}</p>
      <TextField
        name="digest"
        type="time"
        label={t('workplace:desk.digest')}
        hint={t('workplace:desk.digestHint')}
        value={timeOf(draft.digestMinute)}
        onChange={(event) => change({ digestMinute: minuteOf(event.currentTarget.value) })}
      />
      <CheckField
        label={t('workplace:desk.bySms')}
        checked={draft.bySms}
        onChange={(event) => change({ bySms: event.currentTarget.checked })}
      />
      <p>
        <Button tone="main" type="submit" busy={saving.busy}>
          {t('workplace:desk.saveSettings')}
        </Button>
      </p>
    </form>
  )
}

/** Takes effect at once and stays in this browser; the language also goes with me. */
const LookForm = () => {
  const { me } = useSession()
  const [elder, setElder] = useState(isElder)
  const [theme, setTheme] = useState<string>(() => chosenTheme() ?? SYSTEM)
  const chooseWords = async (language: string): Promise<void> => {
    if (!isLanguage(language) || language === currentLanguage()) return
    await act('identity.me.update', { version: me.version, language }).catch(() => null)
    chooseLanguage(language)
  }
  return (
    <div className="desk-form">
      <p className="row row-w">
        <span className="desk-label">{t('workplace:desk.language')}</span>
        <ToggleGroup
          label={t('workplace:desk.language')}
          value={currentLanguage()}
          onChange={(language) => void chooseWords(language)}
          options={LANGUAGES.map((id) => ({ id, label: t(`ui:language.${id}`) }))}
        />
      </p>
      <p className="row row-w">
        <span className="desk-label">{t('workplace:desk.theme')}</span>
        <ToggleGroup
          label={t('workplace:desk.theme')}
          value={theme}
          onChange={(next) => {
            chooseTheme(next === 'light' || next === 'dark' ? next : null)
            setTheme(next)
          }}
          options={[
            { id: SYSTEM, label: t('workplace:desk.theme.system') },
            { id: 'light', label: t('workplace:desk.theme.light') },
            { id: 'dark', label: t('workplace:desk.theme.dark') },
          ]}
        />
      </p>
      <Checkbox
        label={t('workplace:desk.elder')}
        checked={elder}
        onChange={(isOn) => {
          chooseElder(isOn)
          setElder(isOn)
        }}
      />
      <p className="hint">{t('workplace:desk.keysHint')}</p>
    </div>
  )
}
