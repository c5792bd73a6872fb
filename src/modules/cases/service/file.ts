import type { InputOf } from '#kernel/operation'
import { type FileForm, openFileWhen } from '#modules/workplace'
import type { Ctx, Tx } from '#platform/context'
import type { FileAnswer } from '#platform/module'
import { isFileShown, type Visibility } from '#platform/thread'
import type * as contract from '../contract.ts'
import * as store from '../store.ts'
import { CASE_KIND } from './flow.ts'
import { loadCase } from './load.ts'

/** May whoever reads the case as this open that file? Published, or carried by an entry that this reader may see. */
export const isFileForReader = async (
  tx: Tx,
  row: store.CaseFileRow,
  fileId: string,
  reader: Visibility,
): Promise<boolean> =>
  (row.is_public && row.public_files.includes(fileId)) || isFileShown(tx, CASE_KIND, row.id, fileId, reader)

/** A file of the case of a query code. A wrong code and a file of another case are told alike: no such file. */
export const openFileByQueryCode = (
  ctx: Ctx,
  { queryCode, id }: InputOf<typeof contract.openFileByQueryCode>,
  form: FileForm,
): Promise<FileAnswer> =>
  openFileWhen(ctx, id, form, async (tx, file) => {
    const reporter = await store.findReporterByCode(tx, queryCode)
    if (!reporter || file.matter_kind !== CASE_KIND || file.matter_id !== reporter.case_id) return false
    const { row, reader } = await loadCase(tx, { queryCode })
    return isFileForReader(tx, row, id, reader)
  })
