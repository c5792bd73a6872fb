export { createInlineJobs, type InlineJobs } from './jobs/inline.ts'
export { createQueue, type Queue } from './jobs/queue.ts'
