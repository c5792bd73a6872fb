import { isIP } from 'node:net'
import path from 'node:path'
import { z } from 'zod'
import { projectFolder } from './folder.ts'
import { OperatorError } from './operator-error.ts'

/** One setting as the operator sees it; docs/operating/configure.md is tested against this list. */
export type Setting = {
  name: string
  /** As written by the operator; null where leaving it out has its own meaning. */
  default: string | null
  allowed: { zh: string; en: string }
  description: { zh: string; en: string }
}

/** Every environment variable that Gongzhi reads. A name with our prefix that is not here is refused as a misspelling. */
export const settings = [
  {
    name: 'PORT',
    default: '8480',
    allowed: { zh: '0–65535 的整数，0 为任意空闲端口', en: 'a whole number from 0 to 65535; 0 takes any free port' },
    description: { zh: '网页服务的端口', en: 'port of the web server' },
  },
  {
    name: 'HOST',
    default: '127.0.0.1',
    allowed: { zh: 'IP 地址或 localhost', en: 'an IP address, or localhost' },
    description: {
      zh: '网页服务监听的地址；默认只有本机可访问',
      en: 'address the web server listens on; by default only this machine can reach it',
    },
  },
  {
    name: 'GONGZHI_DATA',
    default: './data',
    allowed: {
      zh: '文件夹；相对路径从本项目的文件夹算起',
      en: 'a folder; a relative one starts at the folder of this copy',
    },
    description: {
      zh: '数据库、上传的文件和密钥所在的文件夹',
      en: 'folder of the database, the uploaded files and the keys',
    },
  },
  {
    name: 'DATABASE_URL',
    default: null,
    allowed: { zh: 'postgres://用户:密码@主机:端口/数据库', en: 'postgres://user:password@host:port/database' },
    description: {
      zh: '使用自己的 PostgreSQL（≥ 15）；不设则用自带的',
      en: 'use a PostgreSQL (≥ 15) of your own; without it the built-in one is used',
    },
  },
  {
    name: 'GONGZHI_SCENARIO',
    default: 'demo',
    allowed: { zh: 'demo 或 none', en: 'demo or none' },
    description: {
      zh: '数据库为空时载入的内容：demo 为演示数据，none 为空',
      en: 'what an empty database is filled with: the demonstration, or nothing',
    },
  },
  {
    name: 'GONGZHI_SMTP_URL',
    default: null,
    allowed: {
      zh: 'smtp://主机:端口 或 smtps://用户:密码@主机:端口，与 GONGZHI_MAIL_FROM 一起设',
      en: 'smtp://host:port or smtps://user:password@host:port, together with GONGZHI_MAIL_FROM',
    },
    description: {
      zh: '发电子邮件的服务器；不设则邮件只写入发件箱',
      en: 'the server that takes e-mail; without it e-mails only stand in the outbox',
    },
  },
  {
    name: 'GONGZHI_MAIL_FROM',
    default: null,
    allowed: {
      zh: '一个邮箱地址，可带名称：共治 <notice@example.org>，与 GONGZHI_SMTP_URL 一起设',
      en: 'one address, with a name or without: Gongzhi <notice@example.org>, together with GONGZHI_SMTP_URL',
    },
    description: { zh: '邮件的发件人', en: 'the sender of e-mails' },
  },
  {
    name: 'GONGZHI_CHROMIUM',
    default: null,
    allowed: { zh: '可执行文件', en: 'a program' },
    description: { zh: '浏览器测试所用的 Chromium', en: 'the Chromium that the browser tests use' },
  },
  {
    name: 'GONGZHI_TEST_DATABASE_URL',
    default: null,
    allowed: { zh: '同 DATABASE_URL', en: 'as DATABASE_URL' },
    description: {
      zh: '测试所用的 PostgreSQL；不设则测试自己启动一个',
      en: 'the PostgreSQL that the tests use; without it the tests start one',
    },
  },
  {
    name: 'GONGZHI_BENCH_CASES',
    default: null,
    allowed: { zh: '数目', en: 'a number' },
    description: {
      zh: '性能测量另在这么多案件上量列表，例如 1000000',
      en: 'the performance figures measure lists over so many cases as well, such as 1000000',
    },
  },
  {
    name: 'GONGZHI_LABELLED',
    default: null,
    allowed: { zh: '一个 CSV 文件，列 text 和 category', en: 'a CSV file with the columns text and category' },
    description: {
      zh: '性能测量用这些标注文本检验分类；也可写作 npm run bench -- 文件',
      en: 'the labelled texts on which the performance figures judge the classifier; or npm run bench -- file',
    },
  },
] as const satisfies readonly Setting[]

export type Config = {
  host: string
  port: number
  /** True when only this machine can reach the server. */
  loopback: boolean
  /** Absolute path. */
  dataFolder: string
  /** Null: the built-in PostgreSQL. */
  databaseUrl: string | null
  scenario: 'demo' | 'none'
  /** Null: e-mails only stand in the outbox. */
  smtp: { url: string; from: string } | null
}

/** All faults of the settings at once, one line each. */
export class ConfigError extends OperatorError {}

const GREATEST_PORT = 65_535

const isPostgresUrl = (value: string): boolean => {
  const url = URL.parse(value)
  return url !== null && /^postgres(ql)?:$/.test(url.protocol) && url.hostname !== '' && url.pathname.length > 1
}

const isSmtpUrl = (value: string): boolean => {
  const url = URL.parse(value)
  // What stands behind a question mark would be options of the mail library, which are not settings of ours.
  const isBare = url !== null && ['', '/'].includes(url.pathname) && url.search === '' && url.hash === ''
  return isBare && /^smtps?:$/.test(url.protocol) && url.hostname !== ''
}

/** `notice@example.org`, or with a name before it; one line, one address. */
const MAIL_SENDER = /^(?:[^<>"\p{Cc},;@]{1,60} ?<[^\s<>@,;"]+@[^\s<>@,;"]+>|[^\s<>@,;"]+@[^\s<>@,;"]+)$/u

const environment = z.object({
  PORT: z
    .string()
    .regex(/^\d{1,5}$/)
    .transform(Number)
    .refine((port) => port <= GREATEST_PORT)
    .default(8480),
  HOST: z
    .string()
    .refine((host) => host === 'localhost' || isIP(host) !== 0)
    .default('127.0.0.1'),
  GONGZHI_DATA: z
    .string()
    .refine((folder) => !folder.includes('\0'))
    .default('./data'),
  DATABASE_URL: z.string().refine(isPostgresUrl).optional(),
  GONGZHI_SCENARIO: z.enum(['demo', 'none']).default('demo'),
  GONGZHI_SMTP_URL: z.string().refine(isSmtpUrl).optional(),
  GONGZHI_MAIL_FROM: z.string().regex(MAIL_SENDER).optional(),
})

/** Settings that mean nothing without each other. */
const PAIRS = [['GONGZHI_SMTP_URL', 'GONGZHI_MAIL_FROM']] as const

/** Their values hold a password, which must not reach a screen or a log. */
const WITH_PASSWORD: readonly string[] = ['DATABASE_URL', 'GONGZHI_SMTP_URL']

const describeFault = (name: string, value: string | undefined): string => {
  const setting = settings.find((candidate) => candidate.name === name)
  if (setting === undefined) {
    const known = settings.map((candidate) => candidate.name).join(', ')
    return `${name}：没有这个设置；已有 no such setting; known are: ${known}`
  }
  if (value === undefined) {
    return `${name}：没有设；应为${setting.allowed.zh} is missing; must be ${setting.allowed.en}`
  }
  const shown = WITH_PASSWORD.includes(name) ? '***' : JSON.stringify(value)
  return `${name}=${shown}：应为${setting.allowed.zh} must be ${setting.allowed.en}`
}

/**
 * Reads the settings from environment variables; an empty one counts as left out. Throws ConfigError with every fault:
 * the setting, its value and what is allowed.
 */
export const readConfig = (env: Record<string, string | undefined>): Config => {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const parsed = environment.safeParse(given)
  const faultyNames = new Set(parsed.error?.issues.map((issue) => String(issue.path[0])))
  const knownNames = new Set<string>(settings.map((setting) => setting.name))
  const unknownNames = Object.keys(given).filter((name) => name.startsWith('GONGZHI_') && !knownNames.has(name))
  const lonelyNames = PAIRS.flatMap(([one, other]) => {
    if (one in given === other in given) return []
    return [one in given ? other : one]
  })
  const faults = [...faultyNames, ...lonelyNames, ...unknownNames].map((name) => describeFault(name, given[name]))
  if (faults.length > 0 || !parsed.success) throw new ConfigError(['设置有误 settings refused:', ...faults].join('\n'))
  const values = parsed.data
  return {
    host: values.HOST,
    port: values.PORT,
    loopback: values.HOST === 'localhost' || values.HOST === '::1' || values.HOST.startsWith('127.'),
    dataFolder: path.resolve(projectFolder, values.GONGZHI_DATA),
    databaseUrl: values.DATABASE_URL ?? null,
    scenario: values.GONGZHI_SCENARIO,
    smtp:
      values.GONGZHI_SMTP_URL !== undefined && values.GONGZHI_MAIL_FROM !== undefined
        ? { url: values.GONGZHI_SMTP_URL, from: values.GONGZHI_MAIL_FROM }
        : null,
  }
}
