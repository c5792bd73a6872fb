import type { Output } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { formatMoment, machineTime, type Moment } from '#web/ui/format.ts'
import type { IconName } from '#web/ui/icon.tsx'
import { Photos } from '#web/ui/photo.tsx'
import type { ThreadEntry, ThreadKind } from '#web/ui/thread.tsx'

export type HazardDetail = Output<'hazards.hazard.find'>
type Entry = HazardDetail['thread'][number]

const LOOKS: Readonly<Record<string, { readonly icon: IconName; readonly kind?: ThreadKind }>> = {
  record: { icon: 'warning' },
  notify: { icon: 'document' },
  settle: { icon: 'check' },
  rectify: { icon: 'check' },
  pass: { icon: 'shield', kind: 'good' },
  fail: { icon: 'undo', kind: 'back' },
  requestExtension: { icon: 'clock' },
  grantExtension: { icon: 'clock', kind: 'good' },
  denyExtension: { icon: 'close', kind: 'back' },
  escalate: { icon: 'arrow' },
  solve: { icon: 'check', kind: 'good' },
  handBack: { icon: 'undo', kind: 'back' },
  void: { icon: 'close', kind: 'back' },
}

export const verbOf = (action: string): string => action.split('.').at(-1) ?? action

/** The fact of an action that its words do not say: the number of a notice, the days, the case. */
const factWords = ({ data }: Entry): string => {
  if (data['noticeNumber'])
    return t('hazards:desk.deed.notice', { number: String(data['noticeNumber']), days: Number(data['limitDays']) })
  if (data['caseNumber']) return String(data['caseNumber'])
  return data['days'] ? t('hazards:desk.days', { count: Number(data['days']) }) : ''
}

/** A line of the thread in words: who did what, when, and what was said. Names come masked. */
export const threadEntryOf = (entry: Entry, now: Moment): ThreadEntry => {
  const verb = verbOf(entry.action)
  const look = LOOKS[verb] ?? { icon: 'chat' as const }
  const as = entry.actor.organizationName || (entry.actor.role && wordsOr(`posts:role.${entry.actor.role}`, '')) || ''
  const who = entry.actor.kind === 'system' ? t('hazards:desk.system') : `${as} ${entry.actor.name}`.trim()
  const photos = entry.files.filter((file) => file.hasThumbnail)
  const measures = entry.data['measures'] ? String(entry.data['measures']) : undefined
  return {
    key: entry.id,
    icon: look.icon,
    ...(look.kind ? { kind: look.kind } : {}),
    title: [who, wordsOr(`hazards:did.${verb}`, verb), factWords(entry)].filter(Boolean).join(' '),
    at: formatMoment(entry.at, now),
    dateTime: machineTime(entry.at),
    words: entry.words ?? measures,
    photos:
      photos.length > 0 ? (
        <Photos
          photos={photos.map((file, index) => ({
            src: `/api/workplace.file.thumbnail?id=${file.id}`,
            href: `/api/workplace.file.open?id=${file.id}`,
            alt: t('hazards:desk.photoOf', { action: wordsOr(`hazards:did.${verb}`, verb), count: index + 1 }),
          }))}
        />
      ) : undefined,
  }
}
