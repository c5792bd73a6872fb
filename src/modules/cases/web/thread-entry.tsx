import type { OutputOf } from '#kernel/operation'
import type * as contract from '#modules/cases/contract'
import { t, wordsOr } from '#web/i18n.ts'
import { formatMoment, machineTime, type Moment } from '#web/ui/format.ts'
import type { IconName } from '#web/ui/icon.tsx'
import { Photos } from '#web/ui/photo.tsx'
import type { ThreadEntry, ThreadKind } from '#web/ui/thread.tsx'

/** On the server `at` is an instant, in the browser its text. */
type Entry = Omit<OutputOf<typeof contract.findCase>['thread'][number], 'at'> & { readonly at: Moment }

/** Shape and icon of what happened: passed with a shield, paused dashed, returned with a back arrow. */
const LOOKS: Readonly<Record<string, { readonly icon: IconName; readonly kind?: ThreadKind }>> = {
  report: { icon: 'say' },
  accept: { icon: 'inbox' },
  file: { icon: 'document' },
  dispatch: { icon: 'arrow' },
  resolve: { icon: 'check' },
  verify: { icon: 'shield', kind: 'good' },
  close: { icon: 'check', kind: 'good' },
  evaluate: { icon: 'star', kind: 'good' },
  refuse: { icon: 'close', kind: 'back' },
  return: { icon: 'undo', kind: 'back' },
  rework: { icon: 'undo', kind: 'back' },
  reopen: { icon: 'undo', kind: 'back' },
  reraise: { icon: 'undo', kind: 'back' },
  withdraw: { icon: 'undo', kind: 'back' },
  pause: { icon: 'pause', kind: 'hold' },
  resume: { icon: 'sync' },
  extend: { icon: 'clock' },
}

/** Where a file of a case opens: by the right of the reader, or by the query code that the page was opened with. */
export const fileAddresses = (queryCode: string | null) => {
  const of = (byRight: string, byCode: string) => (id: string) =>
    queryCode === null
      ? `/api/${byRight}?id=${id}`
      : `/api/${byCode}?queryCode=${encodeURIComponent(queryCode)}&id=${id}`
  return {
    whole: of('workplace.file.open', 'cases.file.openByQueryCode'),
    thumbnail: of('workplace.file.thumbnail', 'cases.file.thumbnailByQueryCode'),
  }
}

const BY_RIGHT = fileAddresses(null)

/** A line of the thread in words: who did what, when, and what was said. Names come masked. */
export const threadEntryOf = (entry: Entry, now: Moment, addresses = BY_RIGHT): ThreadEntry => {
  const verb = entry.action.split('.').at(-1) ?? ''
  const look = LOOKS[verb] ?? { icon: 'chat' as const }
  const who = entry.actor.kind === 'system' ? t('cases:actor.system') : entry.actor.organizationName || entry.actor.name
  const photos = entry.files.filter((file) => file.hasThumbnail)
  return {
    key: entry.id,
    icon: look.icon,
    ...(look.kind ? { kind: look.kind } : {}),
    title: `${who || t('cases:actor.anyone')} ${wordsOr(`cases:did.${verb}`, verb)}`,
    at: formatMoment(entry.at, now),
    dateTime: machineTime(entry.at),
    words: entry.words ?? undefined,
    photos:
      photos.length > 0 ? (
        <Photos
          photos={photos.map((file) => ({
            src: addresses.thumbnail(file.id),
            href: addresses.whole(file.id),
            alt: t('cases:photoOfEntry', { action: wordsOr(`cases:did.${verb}`, verb) }),
          }))}
        />
      ) : undefined,
  }
}
