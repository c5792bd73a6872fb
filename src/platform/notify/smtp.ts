import type { Transporter } from 'nodemailer'
import { lazily } from '../lazily.ts'
import type { ChannelAdapter } from './channels.ts'

export interface SmtpSettings {
  /** `smtps://user:password@host:465` or `smtp://host:25`. */
  readonly url: string
  /** Sender: `共治 <notice@example.org>`. */
  readonly from: string
}

const loadMailer = lazily(() => import('nodemailer'))

const TIMEOUT_MS = 20_000
const SUBJECT_LENGTH_MAX = 60

const subjectOf = (body: string): string => (body.split('\n')[0] ?? '').slice(0, SUBJECT_LENGTH_MAX)

const isThisMachine = (host: string): boolean => host === 'localhost' || host === '[::1]' || host.startsWith('127.')

/** E-mail over SMTP, encrypted when the server can; a password goes to another machine in no other way. The message id is that of the delivery, so a second attempt is known as the same mail. */
export const createSmtp = (settings: SmtpSettings): ChannelAdapter => {
  const { username, hostname } = new URL(settings.url)
  const options = {
    url: settings.url,
    requireTLS: username !== '' && !isThisMachine(hostname),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  }
  let transport: Transporter | null = null
  return {
    name: 'smtp',
    isLocal: false,
    send: async ({ id, recipient, body }) => {
      const messageId = `<${id}@gongzhi>`
      transport ??= (await loadMailer()).createTransport(options)
      await transport.sendMail({ from: settings.from, to: recipient, subject: subjectOf(body), text: body, messageId })
    },
  }
}
