export {
  type Channel,
  type ChannelAdapter,
  type Channels,
  createChannels,
  type Message,
} from './notify/channels.ts'
export { DELIVER, deliver } from './notify/deliver.ts'
export { sendDelivery } from './notify/send.ts'
export { tell, type Telling, URGE } from './notify/tell.ts'
export type { NotifyTables } from './notify/tables.ts'
