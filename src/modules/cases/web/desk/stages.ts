import type { CaseStage } from '#modules/cases/contract'
import { wordsOr } from '#web/i18n.ts'

/** The steps in which somebody here has a turn, in order. */
export const caseStageList = [
  'acceptance',
  'filing',
  'dispatch',
  'handling',
  'verification',
  'closing',
  'evaluation',
] as const satisfies readonly CaseStage[]

/** 受理、立案、派遣… */
export const stageWords = (stage: string): string => wordsOr(`cases:stage.${stage}`, stage)
