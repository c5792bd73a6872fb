import type { ChannelAdapter } from './channels.ts'

/** The local outbox: what would go out stays in `platform.delivery` and counts as sent. */
export const outbox: ChannelAdapter = { name: 'outbox', isLocal: true, send: async () => undefined }
