import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { maskAddress, maskIdNumber, maskName, maskPhone, maskText } from './mask.ts'

const assertAll = (mask: (text: string) => string, examples: Readonly<Record<string, string>>): void => {
  for (const [text, masked] of Object.entries(examples)) assert.equal(mask(text), masked, text)
}

test('a Chinese name keeps its surname, and its last character when it has two given ones', () => {
  assertAll(maskName, {
    张芳: '张*',
    李小芳: '李*芳',
    ' 王 芳 ': '王*',
    '张　伟': '张*',
    爱新觉罗: '爱**罗',
    李王小芳: '李**芳',
    芳: '*',
    '': '',
    '  ': '',
  })
})

test('a surname of two characters is kept whole', () => {
  assertAll(maskName, {
    欧阳修: '欧阳*',
    欧阳娜娜: '欧阳*娜',
    司马光: '司马*',
    諸葛亮: '諸葛*',
    欧阳: '欧*',
  })
})

test('names of other peoples and Latin names keep one letter of a part', () => {
  assertAll(maskName, {
    阿依古丽·买买提: '阿***·***',
    '阿依古丽•买买提': '阿***·***',
    迪丽热巴·迪力木拉提·伊明: '迪***·***·***',
    'John Smith': 'J*** S***',
    madonna: 'm***',
    김철수: '김***',
    'Anna 王': 'A*** 王***',
  })
})

test('a phone number keeps what tells it from others and not what dials it', () => {
  assertAll(maskPhone, {
    '13812341234': '138****1234',
    '138 1234 1234': '138****1234',
    '138-1234-1234': '138****1234',
    '+8613812341234': '138****1234',
    '0086 13812341234': '138****1234',
    '１３８１２３４１２３４': '138****1234',
    '0871-63123456': '0871-****3456',
    '(010) 62345678': '010-****5678',
    '87163123456789': '****89',
    '12345': '***',
    无: '***',
    '': '',
  })
})

test('an ID number never shows the birth date', () => {
  assertAll(maskIdNumber, {
    '530102199003071234': '530***********1234',
    '53010219900307123X': '530***********123X',
    '530102 19900307 123x': '530***********123x',
    '530102900307123': '530********7123',
    E12345678: 'E****8',
    '123': '****',
    '': '',
  })
})

test('an address is kept down to the compound and loses the door', () => {
  assertAll(maskAddress, {
    五华区翠湖路3号阳光小区5栋2单元301室: '五华区翠湖路3号阳光小区***',
    A市A3区联丰路米兰春天G2栋320: 'A市A3区联丰路米兰春天***',
    '阳光小区 5-2-301': '阳光小区***',
    阳光小区三栋二单元: '阳光小区***',
    阳光小区A座1203: '阳光小区***',
    翠湖路3号院2号楼301: '翠湖路3号院***',
    翠湖路12号: '翠湖路***',
    文林街12号附3号: '文林街***',
    红旗村三组12号: '红旗村***',
    阳光小区３栋: '阳光小区***',
    '阳光小区，302，张家': '阳光小区，***',
    五一社区: '五一社区',
    西门街道百户营村: '西门街道百户营村',
    阳光小区: '阳光小区',
    '': '',
  })
})

test('phone and ID numbers are masked inside free text and nothing else changes', () => {
  assertAll(maskText, {
    '我的电话13812341234，身份证530102199003071234。': '我的电话138****1234，身份证530***********1234。',
    '请打138-1234-1234或0871-63123456': '请打138****1234或0871-****3456',
    '电话：１３８１２３４１２３４，Ａ座': '电话：138****1234，Ａ座',
    老证号530102900307123: '老证号530********7123',
    '+86 13812341234': '138****1234',
    '13812341234 13912341234': '138****1234 139****1234',
    编号202601011234567890共3件: '编号202601011234567890共3件',
    '2026年1月1日12栋301室，12345热线': '2026年1月1日12栋301室，12345热线',
    '': '',
  })
})

const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 8, maxLength: 8 })
const other = fc.string({ unit: fc.constantFrom(...'电话，。 ：abc\n·*') })

test('no mobile number survives in a text, wherever it stands', () => {
  fc.assert(
    fc.property(
      other,
      fc.constantFrom('13', '15', '18', '19'),
      digits,
      fc.nat(9),
      other,
      (before, head, tail, last, after) => {
        const mobile = `${head}${tail}${last}`
        assert.ok(!maskText(before + mobile + after).includes(mobile))
      },
    ),
  )
})

test('masking ends quickly on long and hostile input', () => {
  const startedAt = performance.now()
  for (const text of [
    '1'.repeat(50_000),
    '138-'.repeat(20_000),
    '一'.repeat(50_000),
    '3号'.repeat(20_000),
    ' '.repeat(50_000),
  ]) {
    for (const mask of [maskName, maskPhone, maskIdNumber, maskAddress, maskText]) mask(text)
  }
  assert.ok(performance.now() - startedAt < 2_000)
})

test('every mask takes any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      for (const mask of [maskName, maskPhone, maskIdNumber, maskAddress, maskText])
        assert.equal(typeof mask(text), 'string')
    }),
  )
})
