import type { Output } from '#web/api.ts'
import { t, wordsOr } from '#web/i18n.ts'
import { Tag } from '#web/ui/tag.tsx'

type Finding = Output<'visits.visit.find'>['findings'][number]

/** Where the case of a finding stands, solved or by whom it is handled. */
export const FindingStand = ({ finding }: { readonly finding: Finding }) => (
  <Tag tone={finding.isSolved ? 'done' : 'plain'}>
    {finding.isSolved ? t('visits:desk.solved') : wordsOr(`cases:state.${finding.caseState}`, finding.caseState)}
  </Tag>
)

/** What a visit found: words, decision, and the case with its owner. */
export const FindingLines = ({ findings }: { readonly findings: readonly Finding[] }) => (
  <ul className="desk-lines">
    {findings.map((finding) => (
      <li key={finding.number}>
        <Tag>{t(`visits:finding.${finding.kind}`)}</Tag>
        <span className="grow">
          {finding.words}
          {finding.decision ? (
            <span className="soft">
              {' '}
              {t('visits:column.decision')} {finding.decision}
            </span>
          ) : null}
        </span>
        <span className="soft">{finding.ownerName ?? t('visits:desk.noOwner')}</span>
        <FindingStand finding={finding} />
        <a href={`/desk/cases/${finding.caseId}`}>{finding.caseNumber}</a>
      </li>
    ))}
  </ul>
)
