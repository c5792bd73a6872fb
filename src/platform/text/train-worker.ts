import { parentPort, workerData } from 'node:worker_threads'
import { classifierToBytes, type LabelledText, trainAndJudge } from '#kernel/text'

const examples = workerData as readonly LabelledText[]
const { model, judgement } = trainAndJudge(examples)
const { macroF1, accuracy } = judgement
parentPort?.postMessage({ bytes: classifierToBytes(model), macroF1, accuracy })
