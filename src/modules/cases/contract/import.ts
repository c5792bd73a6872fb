import { z } from 'zod'
import { defineUpload, heldBy } from '#kernel/operation'
import { channelShape, importReportShape, sheetRefusals } from './vocabulary.ts'

/** Importing is for those who answer for the whole district: the post must be there. */
const importers = heldBy('place', 'dispatcher', 'administrator')
const importInput = z.object({ channel: channelShape.default('import') })

export const previewImport = defineUpload({
  id: 'cases.import.preview',
  summary:
    'What a file of appeals (xlsx or csv) would add, where each is located, and which rows are wrong; changes nothing',
  access: importers,
  input: importInput,
  output: importReportShape,
  refusals: sheetRefusals,
})

export const commitImport = defineUpload({
  id: 'cases.import.commit',
  summary: 'Takes in a file of appeals, all rows or none; the same file again changes nothing',
  access: importers,
  input: importInput,
  output: importReportShape,
  refusals: [...sheetRefusals, 'cases.import_has_faults'],
})
