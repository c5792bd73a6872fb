import { parentPort, workerData } from 'node:worker_threads'
import { classifierToBytes, crossValidate, type LabelledText, trainClassifier } from '#kernel/text'

const examples = workerData as readonly LabelledText[]
const { macroF1, accuracy } = crossValidate(examples)
parentPort?.postMessage({ bytes: new Uint8Array(classifierToBytes(trainClassifier(examples))), macroF1, accuracy })
