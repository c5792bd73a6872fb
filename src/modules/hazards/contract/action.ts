import { z } from 'zod'
import { idShape } from '#kernel/id'
import { defineAct, heldBy } from '#kernel/operation'
import { hazardWithCanShape } from './hazard.ts'
import {
  chiefs,
  filesInput,
  inspectors,
  LIMIT_DAYS_MAX,
  placeReaders,
  reasonInput,
  severityShape,
  wordsInput,
} from './vocabulary.ts'

// What may be done with a hazard: each is a permission, an action of the flow and a line of the thread ------------------------

const actRefusals = ['hazards.hazard_not_found', 'files.not_found', 'workplace.file_attached_elsewhere'] as const
const hazardInput = { id: idShape }
const limitDays = z.number().int().min(1).max(LIMIT_DAYS_MAX).nullable().default(null)

export const notifyHazard = defineAct({
  id: 'hazards.hazard.notify',
  summary: '下达整改通知书: what is to be done, until when',
  access: heldBy('place', ...inspectors),
  input: z.object({ ...hazardInput, measures: wordsInput, limitDays, severity: severityShape.optional() }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.limit_too_long'],
})

export const settleHazard = defineAct({
  id: 'hazards.hazard.settle',
  summary: '当场整改: it was put right while the inspector was there; somebody else rechecks',
  access: heldBy('place', ...inspectors),
  input: z.object({ ...hazardInput, words: wordsInput, fileIds: filesInput }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.photo_missing'],
})

export const rectifyHazard = defineAct({
  id: 'hazards.hazard.rectify',
  summary: '整改: it was put right, and how; photos show it. For a site without an account the inspector says so',
  access: heldBy('either', ...inspectors),
  input: z.object({ ...hazardInput, words: wordsInput, fileIds: filesInput }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.photo_missing'],
})

export const passHazard = defineAct({
  id: 'hazards.hazard.pass',
  summary: '复查合格: somebody other than who put it right has looked, and it is',
  access: heldBy('place', ...inspectors),
  input: z.object({ ...hazardInput, words: wordsInput.nullable().default(null), fileIds: filesInput }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.rechecker_is_rectifier'],
})

export const failHazard = defineAct({
  id: 'hazards.hazard.fail',
  summary: '复查不合格: it is not put right; a new notice with a new deadline goes out',
  access: heldBy('place', ...inspectors),
  input: z.object({
    ...hazardInput,
    words: reasonInput,
    fileIds: filesInput,
    measures: wordsInput.optional(),
    limitDays,
  }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.rechecker_is_rectifier', 'hazards.limit_too_long'],
})

export const requestExtension = defineAct({
  id: 'hazards.hazard.requestExtension',
  summary: '申请延期: more days, once, with the reason',
  access: heldBy('either', ...inspectors),
  input: z.object({ ...hazardInput, words: reasonInput, days: z.number().int().min(1).max(LIMIT_DAYS_MAX) }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.extension_used', 'hazards.extension_waits', 'hazards.extension_too_long'],
})

export const grantExtension = defineAct({
  id: 'hazards.hazard.grantExtension',
  summary: '同意延期: by somebody other than who asked',
  access: heldBy('place', ...chiefs),
  input: z.object({ ...hazardInput, words: wordsInput.nullable().default(null) }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.no_extension_waits', 'hazards.granter_is_asker'],
})

export const denyExtension = defineAct({
  id: 'hazards.hazard.denyExtension',
  summary: '不同意延期: the deadline stays',
  access: heldBy('place', ...chiefs),
  input: z.object({ ...hazardInput, words: reasonInput }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'hazards.no_extension_waits'],
})

export const escalateHazard = defineAct({
  id: 'hazards.hazard.escalate',
  summary: '转为案件: the site cannot or will not put it right; a case of the channel 巡查 goes to whom it concerns',
  access: heldBy('place', ...inspectors),
  input: z.object({
    ...hazardInput,
    words: reasonInput,
    /** The department that should have it, said in the case. */
    organizationId: idShape.nullable().default(null),
  }),
  output: hazardWithCanShape,
  refusals: [...actRefusals, 'organizations.organization_not_found', 'organizations.organization_closed'],
})

export const voidHazard = defineAct({
  id: 'hazards.hazard.void',
  summary: '撤销: it was recorded by mistake',
  access: heldBy('place', ...chiefs),
  input: z.object({ ...hazardInput, words: reasonInput }),
  output: hazardWithCanShape,
  refusals: actRefusals,
})

export const noteHazard = defineAct({
  id: 'hazards.hazard.note',
  summary: '补充说明: something to add',
  access: heldBy('either', ...placeReaders),
  input: z.object({ ...hazardInput, words: wordsInput, fileIds: filesInput }),
  output: hazardWithCanShape,
  refusals: actRefusals,
})

/** Everything that may be done with a hazard that is there. */
export const hazardActs = [
  notifyHazard,
  settleHazard,
  rectifyHazard,
  passHazard,
  failHazard,
  requestExtension,
  grantExtension,
  denyExtension,
  escalateHazard,
  voidHazard,
  noteHazard,
] as const

/** A hazard enters its thread with the inspection that found it. */
export const FIND_ACTION = 'hazards.inspection.record'
/** Done by the platform when the case of a hazard is closed, or was declined; no operations, nobody may call them. */
export const SOLVE_ACTION = 'hazards.hazard.solve'
export const HAND_BACK_ACTION = 'hazards.hazard.handBack'
