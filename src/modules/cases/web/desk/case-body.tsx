import { useState } from 'react'
import type { Output } from '#web/api.ts'
import { useNow } from '#web/desk/now.ts'
import { t } from '#web/i18n.ts'
import { type PhotoFile, Photos } from '#web/ui/photo.tsx'
import { Thread } from '#web/ui/thread.tsx'
import { type CaseDetail, isMyTurn } from './case-acts.ts'
import { CaseFacts } from './case-facts.tsx'
import { DispatchConsequence } from './dispatch-consequence.tsx'
import { deskThread } from './desk-thread.tsx'
import { Measures } from './measures.tsx'
import { RevealDialog } from './reveal-dialog.tsx'

export type Revealed = Output<'cases.reporter.reveal'>
type CaseFile = CaseDetail['files'][number]

export const thumbnailOf = (id: string): string => `/api/workplace.file.thumbnail?id=${id}`
const openOf = (id: string): string => `/api/workplace.file.open?id=${id}`

const photosOf = (files: readonly CaseFile[], title: string): PhotoFile[] =>
  files
    .filter((file) => file.hasThumbnail)
    .map((file, index) => ({
      src: thumbnailOf(file.id),
      href: openOf(file.id),
      alt: t('cases:desk.photoOf', { count: index + 1, title }),
    }))

/** What is no picture: to be opened by its name. */
const Attachments = ({ files }: { readonly files: readonly CaseFile[] }) => {
  const others = files.filter((file) => !file.hasThumbnail)
  if (others.length === 0) return null
  return (
    <ul className="case-files">
      {others.map((file) => (
        <li key={file.id}>
          <a href={openOf(file.id)}>{file.name}</a>
        </li>
      ))}
    </ul>
  )
}

/** What was said, what was seen, what happened, and the facts beside it. */
export const CaseBody = ({ matter }: { readonly matter: CaseDetail }) => {
  const now = useNow()
  const [revealed, setRevealed] = useState<Revealed | null>(null)
  const [asking, setAsking] = useState(false)
  const body = revealed?.body ?? matter.body
  return (
    <div className="case-body">
      <div className="case-story">
        {body ? <blockquote className="case-quote">“{body}”</blockquote> : null}
        {matter.files.length > 0 ? <Photos photos={photosOf(matter.files, matter.title)} /> : null}
        <Attachments files={matter.files} />
        <h3>{t('cases:desk.thread')}</h3>
        <Thread tight label={t('cases:desk.thread')} entries={deskThread(matter, now)} />
        {matter.state === 'filed' && matter.suggestedOrganization && isMyTurn(matter) ? (
          <DispatchConsequence matter={matter} name={matter.suggestedOrganization.name} />
        ) : null}
        <Measures matter={matter} />
      </div>
      <CaseFacts matter={matter} revealed={revealed} onReveal={() => setAsking(true)} />
      {asking ? (
        <RevealDialog
          caseId={matter.id}
          onClose={() => setAsking(false)}
          onRevealed={(answer) => {
            setRevealed(answer)
            setAsking(false)
          }}
        />
      ) : null}
    </div>
  )
}
