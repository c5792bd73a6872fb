import type { MatterKind } from '#platform/module'
import type { Tx } from '#platform/context'
import { readerOf } from './rules/reading.ts'
import { isFileForReader } from './service/file.ts'
import { CASE_KIND } from './service/flow.ts'
import { readableOf } from './service/load.ts'
import * as store from './store.ts'

const readerAt = async (tx: Tx, id: string) => {
  const row = await store.findCase(tx, id)
  if (!row) return null
  const reporters = await store.listReporterPersons(tx, [id])
  const persons = reporters.flatMap((reporter) => reporter.person_id ?? [])
  const reader = readerOf(tx.actor, readableOf(row, persons))
  return reader && { row, reader }
}

/** Cases as the rest of the platform meets them: in the inbox, in the search, as owners of files. */
export const caseKind: MatterKind = {
  kind: CASE_KIND,
  canRead: async (tx, id) => (await readerAt(tx, id)) !== null,
  canReadFile: async (tx, id, fileId) => {
    const found = await readerAt(tx, id)
    return found !== null && isFileForReader(tx, found.row, fileId, found.reader)
  },
  moveDue: async (tx, id, dueOf) => {
    const row = await store.lockCase(tx, id)
    if (row) await store.setDue(tx, id, await dueOf())
  },
  deskPath: (id) => `/desk/cases/${id}`,
  portalPath: (id) => `/case/${id}`,
}
