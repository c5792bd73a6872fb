export { trainInThread, type Trained } from './text/train.ts'
