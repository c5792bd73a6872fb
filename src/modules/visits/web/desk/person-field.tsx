import { query } from '#web/api.ts'
import { t } from '#web/i18n.ts'
import { ComboBox } from '#web/ui/live/combo-box.tsx'
import type { Option } from '#web/ui/live/select.tsx'

const PERSONS_SHOWN = 12

const searchPersons = async (words: string, signal: AbortSignal): Promise<readonly Option[]> => {
  const page = await query('identity.person.list', { ...(words ? { words } : {}), limit: PERSONS_SHOWN }, signal)
  return page.items.map((person) => ({
    id: person.id,
    label: person.name,
    hint: [person.placeName, person.phone].filter(Boolean).join(' '),
  }))
}

interface PersonFieldProps {
  readonly value: Option | null
  readonly onChange: (value: Option | null) => void
  readonly isMissing: boolean
}

/** Somebody with a post who is to visit. */
export const PersonField = ({ value, onChange, isMissing }: PersonFieldProps) => (
  <ComboBox
    label={t('visits:desk.who')}
    hint={t('visits:desk.whoHint')}
    error={isMissing ? t('visits:desk.whoMissing') : undefined}
    value={value}
    onChange={onChange}
    search={searchPersons}
  />
)
