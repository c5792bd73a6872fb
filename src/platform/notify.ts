export { deliver, type Channel } from './notify/deliver.ts'
export { tell, type Telling } from './notify/tell.ts'
export type { NotifyTables } from './notify/tables.ts'
