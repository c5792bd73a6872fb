import { outbox } from './outbox.ts'
import { createSmtp, type SmtpSettings } from './smtp.ts'
import type { NotifyTables } from './tables.ts'

export type Channel = NotifyTables['platform.delivery']['channel']

/** What goes out by one message. The id stays the same when it is sent again, so that a provider can tell. */
export interface Message {
  readonly id: string
  readonly recipient: string
  readonly body: string
}

/** A way out of the platform. A new one is one file here and one line in `createChannels`. */
export interface ChannelAdapter {
  readonly name: string
  /** Nothing leaves this machine: the page of the outbox is where the words are read. */
  readonly isLocal: boolean
  /** Done when the other side has taken the message; anything thrown means that it is tried again. */
  readonly send: (message: Message) => Promise<void>
}

export type Channels = Readonly<Record<Channel, ChannelAdapter>>

/** The adapter of every channel: the local outbox, unless the installation has something better. */
export const createChannels = (settings: { readonly smtp?: SmtpSettings | null } = {}): Channels => ({
  sms: outbox,
  email: settings.smtp ? createSmtp(settings.smtp) : outbox,
  wechat: outbox,
})
