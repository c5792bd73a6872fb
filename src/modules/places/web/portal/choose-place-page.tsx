import './choose-place-page.css'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { TextField } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tabs } from '#web/ui/tabs.tsx'

interface Named {
  readonly id: number
  readonly name: string
}

export interface ChoosePlacePageProps {
  readonly next: string
  readonly words: string
  readonly districtId: number | null
  readonly districts: readonly Named[]
  readonly communities: readonly Named[]
  readonly chosenId: number | null
}

const NAME_LENGTH_MAX = 60

/** Which community is mine: kept in this browser, no account needed. */
export const ChoosePlacePage = ({
  next,
  words,
  districtId,
  districts,
  communities,
  chosenId,
}: ChoosePlacePageProps) => (
  <section className="portal-section choose-place">
    <h1>{t('portal:placeTitle')}</h1>
    <p className="soft">{t('portal:placeHint')}</p>
    <Tabs
      label={t('portal:placeDistricts')}
      tabs={districts.map(({ id, name }) => ({
        href: `/place?district=${id}&next=${encodeURIComponent(next)}`,
        label: name,
        current: id === districtId,
      }))}
    />
    <form method="get" action="/place" className="choose-find" role="search">
      <input type="hidden" name="next" value={next} />
      {districtId !== null && <input type="hidden" name="district" value={districtId} />}
      <TextField
        name="words"
        icon="search"
        label={t('portal:placeFind')}
        labelHidden
        placeholder={t('portal:placeFind')}
        defaultValue={words}
        maxLength={NAME_LENGTH_MAX}
      />
      <Button type="submit">{t('portal:placeFindDo')}</Button>
    </form>
    {communities.length === 0 ? (
      <Empty icon="place" title={t('portal:placeNone')} words={t('portal:placeNoneHint')} />
    ) : (
      <form method="post" action="/place">
        <input type="hidden" name="next" value={next} />
        <ul className="choose-list">
          {communities.map(({ id, name }) => (
            <li key={id}>
              <button type="submit" name="placeId" value={id} {...(id === chosenId ? { 'aria-current': 'true' } : {})}>
                {name}
                <Icon name={id === chosenId ? 'check' : 'next'} />
              </button>
            </li>
          ))}
        </ul>
      </form>
    )}
  </section>
)
