import { act, ApiProblem, query } from '#web/api.ts'
import type { BatchDeed, MatterLine } from '#web/desk/matter.ts'
import { refusalWords, t } from '#web/i18n.ts'

/** Where the list says what is allowed, that counts; the inbox lists what is my turn, so the state is enough. */
const isFor =
  (state: string, operation: string) =>
  (line: MatterLine): boolean =>
    line.allowed ? line.allowed.includes(operation) && line.state === state : line.state === state

/** What fits several cases at once. Each is one act of its own, with the case's own place, category and unit. */
export const caseDeeds: readonly BatchDeed[] = [
  {
    id: 'cases.case.accept',
    label: t('cases:desk.batch.accept'),
    fits: isFor('reported', 'cases.case.accept'),
    intro: (count) => t('cases:desk.batch.acceptIntro', { count }),
    run: async (line, _words, requestId) => {
      await act('cases.case.accept', { id: line.id }, requestId)
      return t('cases:desk.toast.accept')
    },
  },
  {
    id: 'cases.case.dispatch',
    label: t('cases:desk.batch.dispatch'),
    fits: isFor('filed', 'cases.case.dispatch'),
    intro: (count) => t('cases:desk.batch.dispatchIntro', { count }),
    run: async (line, _words, requestId) => {
      const { suggestedOrganization } = await query('cases.case.find', { id: line.id })
      if (!suggestedOrganization) {
        throw new ApiProblem({ code: 'cases.no_suggestion', message: refusalWords('cases.no_suggestion'), status: 422 })
      }
      await act('cases.case.dispatch', { id: line.id, organizationId: suggestedOrganization.id }, requestId)
      return t('cases:desk.toast.dispatch', { name: suggestedOrganization.name })
    },
  },
  {
    id: 'cases.case.verify',
    label: t('cases:desk.batch.verify'),
    fits: isFor('handled', 'cases.case.verify'),
    intro: (count) => t('cases:desk.batch.verifyIntro', { count }),
    run: async (line, _words, requestId) => {
      await act('cases.case.verify', { id: line.id }, requestId)
      return t('cases:desk.toast.verify')
    },
  },
  {
    id: 'cases.case.close',
    label: t('cases:desk.batch.close'),
    fits: isFor('verified', 'cases.case.close'),
    intro: (count) => t('cases:desk.batch.closeIntro', { count }),
    asks: { label: t('cases:desk.form.close.label'), hint: t('cases:desk.batch.closeHint') },
    run: async (line, words, requestId) => {
      await act('cases.case.close', { id: line.id, words }, requestId)
      return t('cases:desk.toast.close')
    },
  },
]
