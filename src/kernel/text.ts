/** What texts are about and how alike they are: a linear classifier, likeness, signatures. Pure. */
export { classifierFromBytes, classifierToBytes } from './text/bytes.ts'
export {
  ASK_BELOW,
  type Classifier,
  classify,
  crossValidate,
  defaultTrainOptions,
  foldsOf,
  judge,
  type Judgement,
  type LabelledText,
  type Ranked,
  trainClassifier,
  type TrainOptions,
} from './text/classifier.ts'
export { nearDuplicateGroups, signatureOf, textLikeness } from './text/likeness.ts'
