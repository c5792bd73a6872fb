import { t } from '#web/i18n.ts'
import { Actions, Button, ButtonLink } from '../ui/button.tsx'
import { Clock } from '../ui/clock.tsx'
import { Facts } from '../ui/column-head.tsx'
import { CheckCards, CheckField, RadioCards, SelectField, TextArea, TextField } from '../ui/field.tsx'
import { formatMoment } from '../ui/format.ts'
import { Consequence, Empty, Notice, Progress, RefusalBox } from '../ui/notice.tsx'
import { Pagination, Tabs } from '../ui/tabs.tsx'
import { Bits, Count, Tag } from '../ui/tag.tsx'
import { Thread } from '../ui/thread.tsx'
import { CLOCKS } from './sample.ts'
import { Section } from './section.tsx'

export const ButtonSection = () => (
  <Section id="buttons" title="gallery:section.buttons">
    <Actions>
      <Button tone="main" keyName="E">
        {t('gallery:button.send')}
      </Button>
      <Button>{t('gallery:button.other')}</Button>
      <Button tone="quiet">{t('gallery:button.view')}</Button>
      <Button tone="danger" icon="close">
        {t('gallery:button.withdraw')}
      </Button>
    </Actions>
    <Actions>
      <ButtonLink size="small" icon="download" href="#buttons">
        {t('gallery:button.export')}
      </ButtonLink>
      <Button size="small" icon="print">
        {t('gallery:button.print')}
      </Button>
      <Button size="small" icon="plus" tone="main" keyName="N">
        {t('gallery:button.register')}
      </Button>
      <Button size="small" icon="more" iconOnly>
        {t('gallery:button.more')}
      </Button>
      <Button size="small" tone="dangerMain">
        {t('gallery:button.withdrawNow')}
      </Button>
    </Actions>
    <Actions>
      <Button whyNot={{ id: 'why-pay', words: t('gallery:button.payWhy') }}>{t('gallery:button.pay')}</Button>
    </Actions>
    <Actions>
      <Button busy tone="main">
        {t('gallery:button.sending')}
      </Button>
    </Actions>
    <Button tone="main" size="big">
      {t('gallery:button.next')}
    </Button>
  </Section>
)

export const ClockSection = () => {
  const clocks = CLOCKS()
  return (
    <Section id="clocks" title="gallery:section.clocks">
      <div className="clock-list">
        {(['ok', 'soon', 'late', 'paused', 'done'] as const).map((state) => (
          <div key={state}>
            <Clock clock={clocks[state]} form="page" chip />
            <span className="soft">{t(`gallery:clock.${state}`)}</span>
          </div>
        ))}
      </div>
      <h3>{t('gallery:clock.list')}</h3>
      <Actions>
        {(['ok', 'soon', 'late', 'paused', 'done'] as const).map((state) => (
          <Clock key={state} clock={clocks[state]} form="list" wraps />
        ))}
      </Actions>
      <p className="hint">{t('gallery:clock.hint')}</p>
    </Section>
  )
}

export const FieldSection = () => (
  <Section id="fields" title="gallery:section.fields">
    <TextField
      name="phone"
      label={t('gallery:field.phone')}
      hint={t('gallery:field.phoneHint')}
      type="tel"
      autoComplete="tel"
      defaultValue="138 0000 1234"
    />
    <TextField
      name="cost"
      label={t('gallery:field.cost')}
      error={t('gallery:field.costError')}
      figures
      inputMode="decimal"
      defaultValue="21,600.00"
    />
    <TextField
      name="find"
      label={t('gallery:field.search')}
      labelHidden
      icon="search"
      keyName="/"
      placeholder={t('gallery:field.search')}
    />
    <TextField name="code" label={t('gallery:field.code')} readOnly defaultValue="LB-0611-0083" />
    <SelectField
      name="kind"
      label={t('gallery:field.kind')}
      choices={[
        { value: 'drain', label: t('gallery:field.kindDrain') },
        { value: 'noise', label: t('gallery:field.kindNoise') },
        { value: 'parking', label: t('gallery:field.kindParking') },
      ]}
    />
    <TextArea name="more" label={t('gallery:field.more')} optional />
    <CheckField name="agree" label={t('gallery:field.agree')} defaultChecked />
  </Section>
)

export const ChoiceSection = () => (
  <Section id="choices" title="gallery:section.choices">
    <RadioCards
      name="urgent"
      label={t('gallery:field.urgent')}
      defaultValue="yes"
      choices={[
        { value: 'yes', label: t('gallery:field.urgentYes'), hint: t('gallery:field.urgentYesHint'), icon: 'warning' },
        { value: 'no', label: t('gallery:field.urgentNo') },
      ]}
    />
    <CheckCards
      name="when"
      label={t('gallery:field.when')}
      error={t('gallery:field.whenMissing')}
      two
      choices={[
        { value: 'morning', label: t('gallery:field.whenMorning') },
        { value: 'evening', label: t('gallery:field.whenEvening') },
      ]}
    />
  </Section>
)

export const TagSection = () => (
  <Section id="tags" title="gallery:section.tags">
    <Tabs
      label={t('gallery:tabs.label')}
      tabs={[
        { href: '#tags', label: t('gallery:tabs.mine'), count: 23, hot: true, current: true },
        { href: '#tags-sent', label: t('gallery:tabs.sent'), count: 31 },
        { href: '#tags-closed', label: t('gallery:tabs.closed') },
      ]}
    />
    <Actions>
      <Tag>{t('gallery:tag.drain')}</Tag>
      <Tag tone="brand">{t('gallery:tag.report')}</Tag>
      <Tag tone="warm">{t('gallery:tag.help')}</Tag>
      <Tag tone="thanks" icon="gift">
        {t('gallery:tag.thanks')}
      </Tag>
      <Tag tone="done">{t('gallery:tag.published')}</Tag>
      <Tag tone="soon">{t('gallery:tag.material')}</Tag>
      <Tag tone="late">{t('gallery:tag.returned')}</Tag>
      <Tag tone="paused">{t('gallery:tag.paused')}</Tag>
      <Count count={148} />
      <Count count={23} hot />
    </Actions>
    <p className="soft">
      <Bits bits={[t('gallery:bits.day'), t('gallery:bits.lunar'), t('gallery:bits.walk')]} />
    </p>
    <Pagination page={4} pageSize={20} total={1483} hrefOf={(page) => `#page-${page}`} />
    <Facts
      beside
      facts={[
        { term: t('gallery:facts.place'), words: t('gallery:place.village') },
        { term: t('gallery:facts.reporter'), words: t('gallery:facts.reporterWords') },
        { term: t('gallery:facts.money'), words: <a href="#tags-money">{t('gallery:facts.moneyWords')}</a> },
      ]}
    />
  </Section>
)

export const ThreadSection = () => (
  <Section id="thread" title="gallery:section.thread">
    <Thread
      label={t('gallery:section.thread')}
      entries={[
        {
          key: 'ask',
          kind: 'now',
          icon: 'say',
          title: t('gallery:thread.ask'),
          at: formatMoment('2026-06-18T16:00:00+08:00', '2026-06-18T16:20:00+08:00'),
          dateTime: '2026-06-18T08:00:00Z',
          clock: CLOCKS().ok,
        },
        {
          key: 'verified',
          kind: 'good',
          icon: 'shield',
          title: t('gallery:thread.verified'),
          at: formatMoment('2026-06-18T15:58:00+08:00', '2026-06-18T16:20:00+08:00'),
          words: t('gallery:thread.verifiedWords'),
          clock: CLOCKS().done,
        },
        {
          key: 'paused',
          kind: 'hold',
          icon: 'pause',
          title: t('gallery:thread.paused'),
          at: formatMoment('2026-06-17', '2026-06-18'),
          words: t('gallery:thread.pausedWords'),
        },
        {
          key: 'returned',
          kind: 'back',
          icon: 'undo',
          title: t('gallery:thread.returned'),
          at: formatMoment('2026-06-16', '2026-06-18'),
        },
        {
          key: 'accepted',
          icon: 'inbox',
          title: t('gallery:thread.accepted'),
          at: formatMoment('2026-06-11', '2026-06-18'),
        },
      ]}
    />
  </Section>
)

export const RefusalSection = () => (
  <Section id="refusal" title="gallery:section.refusal">
    <RefusalBox
      title={t('gallery:refusal.title')}
      why={t('gallery:refusal.why')}
      who={t('gallery:refusal.who')}
      lost={t('gallery:refusal.lost')}
    >
      <Button tone="main">{t('gallery:refusal.ask')}</Button>
      <ButtonLink href="#rule">{t('gallery:refusal.rule')}</ButtonLink>
    </RefusalBox>
    <Empty title={t('gallery:empty.title')} words={t('gallery:empty.words')}>
      <ButtonLink href="#sent">{t('gallery:empty.act')}</ButtonLink>
    </Empty>
    <Progress
      label={t('gallery:progress.label')}
      done={31}
      count={42}
      rest={t('gallery:progress.rest')}
      hint={t('gallery:progress.hint')}
    />
  </Section>
)

export const NoticeSection = () => (
  <Section id="notices" title="gallery:section.notices">
    <Notice title={t('gallery:notice.turn')} words={t('gallery:notice.turnWords')} href="#turn" />
    <Notice
      tone="warm"
      icon="wish"
      title={t('gallery:notice.visit')}
      words={t('gallery:notice.visitWords')}
      href="#visit"
    />
    <Notice
      tone="paused"
      icon="offline"
      title={t('gallery:notice.offline')}
      words={t('gallery:notice.offlineWords')}
      live
    />
    <Notice tone="soon" icon="clock" title={t('gallery:notice.soon')} />
    <Notice tone="late" icon="warning" title={t('gallery:notice.late')} />
    <Notice tone="done" icon="check" title={t('gallery:notice.done')} />
    <Notice tone="thanks" icon="gift" title={t('gallery:notice.thanks')} />
    <Consequence title={t('gallery:after.title')}>{t('gallery:after.words')}</Consequence>
  </Section>
)
