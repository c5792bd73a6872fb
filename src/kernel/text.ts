/** What texts are about and how alike they are: a linear classifier, likeness, signatures. Pure; see text/README.md. */
export { classifierFromBytes, classifierToBytes, type ModelFault } from './text/bytes.ts'
export {
  ASK_BELOW,
  type Classifier,
  classify,
  defaultTrainOptions,
  type LabelledText,
  type Prediction,
  predict,
  type Ranked,
  type TrainOptions,
} from './text/classifier.ts'
export { type Guess, type Judgement, judge } from './text/judgement.ts'
export { foldsOf, nearDuplicateGroups, signatureOf, textLikeness } from './text/likeness.ts'
export { crossValidate, trainAndJudge, trainClassifier } from './text/training.ts'
