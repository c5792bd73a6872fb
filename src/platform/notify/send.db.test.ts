import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { system } from '#kernel/role'
import { readConfig } from '#platform/config'
import { type Ctx, inTransaction } from '#platform/context'
import {
  type Channel,
  createChannels,
  DELIVER,
  deliver,
  type Message,
  type NotifyTables,
  sendDelivery,
} from '#platform/notify'
import { openTestPlatform } from '#platform/testing'

const job = {
  name: DELIVER,
  run: (ctx: Ctx, data: Readonly<Record<string, unknown>>) => sendDelivery(ctx, String(data['id'])),
}
const platform = await openTestPlatform([{ name: 'sender', operations: [], jobs: [job] }])

const write = (districtId: number, channel: Channel = 'sms', recipient = '13812341234') =>
  inTransaction(platform.as(system, districtId), (tx) => deliver(tx, channel, recipient, '您好'))

const deliveryOf = (districtId: number, id: string) =>
  inTransaction(platform.as(system, districtId), (tx) =>
    tx.db
      .withTables<NotifyTables>()
      .selectFrom('platform.delivery')
      .selectAll()
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .executeTakeFirstOrThrow(),
  )

/** A context whose SMS go through `send`. */
const through = (districtId: number, send: (message: Message) => Promise<void>): Ctx => {
  const channels = { ...platform.services.channels, sms: { name: 'test', isLocal: false, send } }
  return { ...platform.as(system, districtId), services: { ...platform.services, channels } }
}

test('a delivery goes to the outbox by its job, and exists only if its transaction does', async () => {
  const districtId = randomInt(1, 2 ** 31 - 1)
  const id = await write(districtId)
  assert.equal((await deliveryOf(districtId, id)).sent_at, null)
  assert.equal(await platform.drainJobs(), 1)
  const sent = await deliveryOf(districtId, id)
  assert.deepEqual([sent.sent_at === null, sent.attempt_count, sent.fault], [false, 1, null])
  const undone = inTransaction(platform.as(system, districtId), async (tx) => {
    await deliver(tx, 'sms', '13812341234', '不会发')
    throw new Error('changed my mind')
  })
  await assert.rejects(undone, { message: 'changed my mind' })
  assert.equal(await platform.drainJobs(), 0)
})

test('a fault is kept and thrown, the next attempt sends, a third does nothing', async () => {
  const districtId = randomInt(1, 2 ** 31 - 1)
  const id = await write(districtId)
  const seen: Message[] = []
  const failing = through(districtId, async () => {
    throw new Error('provider says no')
  })
  await assert.rejects(sendDelivery(failing, id), { message: 'provider says no' })
  const failed = await deliveryOf(districtId, id)
  assert.deepEqual([failed.sent_at, failed.attempt_count, failed.fault], [null, 1, 'provider says no'])
  const working = through(districtId, async (message) => void seen.push(message))
  await sendDelivery(working, id)
  await sendDelivery(working, id)
  const sent = await deliveryOf(districtId, id)
  assert.deepEqual([sent.attempt_count, sent.fault, sent.sent_at === null], [2, null, false])
  assert.deepEqual(
    seen.map((message) => [message.id, message.recipient, message.body]),
    [[id, '13812341234', '您好']],
  )
})

test('ten workers with the same delivery send it once', async () => {
  const districtId = randomInt(1, 2 ** 31 - 1)
  const id = await write(districtId)
  let count = 0
  const ctx = through(districtId, async () => {
    count += 1
    await new Promise((resolve) => setTimeout(resolve, 20))
  })
  await Promise.all(Array.from({ length: 10 }, () => sendDelivery(ctx, id)))
  assert.equal(count, 1)
})

test('a district does not send the delivery of another', async () => {
  const [here, elsewhere] = [randomInt(1, 2 ** 30), randomInt(2 ** 30, 2 ** 31 - 1)]
  const id = await write(here)
  await sendDelivery(
    through(elsewhere, () => Promise.reject(new Error('sent'))),
    id,
  )
  assert.equal((await deliveryOf(here, id)).attempt_count, 0)
})

/** As much of an SMTP server as takes one mail (RFC 5321). */
const takeMail = async (toRecipient = '250 fine') => {
  const said: string[] = []
  const { promise: mail, resolve } = Promise.withResolvers<string>()
  const server = createServer((socket) => {
    let data: string | null = null
    socket.write('220 here\r\n')
    socket.on('data', (piece) => {
      if (data !== null) {
        data += String(piece)
        if (!data.endsWith('\r\n.\r\n')) return
        resolve(data)
        data = null
        socket.write('250 taken\r\n')
        return
      }
      said.push(String(piece).trim())
      if (/^DATA/i.test(String(piece))) {
        data = ''
        socket.write('354 go on\r\n')
      } else if (/^RCPT/i.test(String(piece))) socket.write(`${toRecipient}\r\n`)
      else socket.write(/^QUIT/i.test(String(piece)) ? '221 bye\r\n' : '250 fine\r\n')
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `smtp://127.0.0.1:${port}`, mail, said: () => said, close: () => server.close() }
}

test('an e-mail goes over SMTP with the id of its delivery, its first line as subject', async () => {
  const server = await takeMail()
  const { email } = createChannels({ smtp: { url: server.url, from: 'notice@example.org' } })
  const id = '01890000-0000-7000-8000-000000000001'
  await email.send({ id, recipient: 'zhang@example.org', body: 'June report\nNine matters.' })
  const mail = await server.mail
  server.close()
  assert.match(mail, /^Subject: June report\r$/m)
  assert.match(mail, new RegExp(`^Message-ID: <${id}@gongzhi>\r$`, 'm'))
  assert.match(mail, /^To: zhang@example.org\r$/m)
  assert.match(mail, /Nine matters\./)
})

test('with the settings of a mail server an e-mail written with the business arrives there by its job', async () => {
  const server = await takeMail()
  const { smtp } = readConfig({ GONGZHI_SMTP_URL: server.url, GONGZHI_MAIL_FROM: '共治 <notice@example.org>' })
  const districtId = randomInt(1, 2 ** 31 - 1)
  const id = await inTransaction(platform.as(system, districtId), (tx) =>
    deliver(tx, 'email', 'zhang@example.org', '六月月报\n九件事'),
  )
  const services = { ...platform.services, channels: createChannels({ smtp }) }
  await sendDelivery({ ...platform.as(system, districtId), services }, id)
  const mail = await server.mail
  server.close()
  assert.deepEqual(server.said().slice(1, 3), ['MAIL FROM:<notice@example.org>', 'RCPT TO:<zhang@example.org>'])
  assert.match(mail, /^From: =\?UTF-8\?.*<notice@example\.org>\r$/m)
  assert.match(mail, new RegExp(`^Message-ID: <${id}@gongzhi>\r$`, 'm'))
  assert.equal((await deliveryOf(districtId, id)).sent_at === null, false)
})

test('without them it goes to the outbox, which nothing leaves', () => {
  assert.equal(createChannels({ smtp: readConfig({}).smtp }).email.isLocal, true)
})

test('a mail server that refuses is a fault kept with the delivery', async () => {
  const server = await takeMail('550 no such user')
  const { smtp } = readConfig({ GONGZHI_SMTP_URL: server.url, GONGZHI_MAIL_FROM: 'notice@example.org' })
  const districtId = randomInt(1, 2 ** 31 - 1)
  const id = await write(districtId, 'email', 'nobody@example.org')
  const services = { ...platform.services, channels: createChannels({ smtp }) }
  await assert.rejects(sendDelivery({ ...platform.as(system, districtId), services }, id), /550 no such user/)
  server.close()
  const { sent_at, fault } = await deliveryOf(districtId, id)
  assert.deepEqual([sent_at, fault?.includes('550 no such user')], [null, true])
})

test('a mail server that is not there is a fault, to be tried again', async () => {
  const server = await takeMail()
  server.close()
  const { email } = createChannels({ smtp: { url: server.url, from: 'notice@example.org' } })
  await assert.rejects(email.send({ id: 'x', recipient: 'zhang@example.org', body: '您好' }), /ECONNREFUSED/)
})
