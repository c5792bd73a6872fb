import { t } from '#web/i18n.ts'
import { BarChart, Change, Figure, LineChart, Rate, StackBar } from '../ui/figure.tsx'
import { ICON_NAMES } from '../ui/icon-paths.ts'
import { Icon, Mark } from '../ui/icon.tsx'
import { PhotoPair, Photos } from '../ui/photo.tsx'
import drainAfter from './drain-after.svg'
import drainBefore from './drain-before.svg'
import lampAfter from './lamp-after.svg'
import lampBefore from './lamp-before.svg'
import { Section } from './section.tsx'

export const PhotoSection = () => (
  <Section id="photos" title="gallery:section.photos">
    <PhotoPair
      before={{ src: lampBefore, alt: t('gallery:photo.before'), caption: '6月9日' }}
      after={{ src: lampAfter, alt: t('gallery:photo.after'), caption: '6月11日' }}
    />
    <Photos
      photos={[
        { src: drainBefore, alt: t('gallery:photo.drainBefore'), caption: t('gallery:photo.captionBefore') },
        { src: drainAfter, alt: t('gallery:photo.drainAfter'), caption: t('gallery:photo.captionAfter') },
      ]}
    />
  </Section>
)

export const FigureSection = () => (
  <Section id="figures" title="gallery:section.figures">
    <Figure value="86.2" href="#index" size="huge" label={`${t('gallery:figure.index')} 86.2`} />
    <p className="soft">
      {t('gallery:figure.thisPeriod')} <Figure value="4,236" href="#now" /> {t('gallery:figure.unit')} ·{' '}
      {t('gallery:figure.lastYear')} <Figure value="4,914" href="#before" /> {t('gallery:figure.unit')}
    </p>
    <Rate
      name={t('gallery:figure.response')}
      share={0.986}
      goal={0.95}
      href="#response"
      of={
        <>
          <Figure value="4,177" href="#in-time" /> {t('gallery:figure.ofResponse')} <Figure value="4,236" href="#all" />
        </>
      }
      change={<Change>{t('gallery:figure.higher')}</Change>}
    />
    <Rate
      name={t('gallery:figure.satisfied')}
      share={0.942}
      goal={0.95}
      href="#satisfied"
      of={
        <>
          <Figure value="2,681" href="#good" /> {t('gallery:figure.ofSatisfied')}{' '}
          <Figure value="2,846" href="#judged" />
        </>
      }
      change={<Change worse>{t('gallery:figure.lower')}</Change>}
    />
  </Section>
)

const INDEX_VALUES = [104.2, 101.8, 100.3, 102.8, 98.8, 97.3, 98.1, 96, 93.6, 92, 90.7, 89.1, 86.2]

export const ChartSection = () => (
  <Section id="charts" title="gallery:section.charts">
    <BarChart
      label={t('gallery:chart.topics')}
      bars={[
        { key: 'parking', name: t('gallery:field.kindParking'), value: 612, href: '#parking' },
        { key: 'noise', name: t('gallery:field.kindNoise'), value: 497, href: '#noise' },
        { key: 'property', name: t('gallery:chart.property'), value: 431, href: '#property' },
        { key: 'dogs', name: t('gallery:chart.dogs'), value: 286, href: '#dogs' },
        { key: 'water', name: t('gallery:chart.water'), value: 254, href: '#water' },
      ]}
    />
    <StackBar
      label={t('gallery:chart.reasons')}
      parts={[
        { key: 'department', name: t('gallery:chart.department'), value: 14, href: '#department' },
        { key: 'money', name: t('gallery:chart.money'), value: 11, href: '#money' },
        { key: 'vote', name: t('gallery:chart.vote'), value: 8, href: '#vote' },
        { key: 'unclear', name: t('gallery:chart.unclear'), value: 4, href: '#unclear' },
      ]}
    />
    <LineChart
      label={t('gallery:chart.index')}
      values={INDEX_VALUES}
      axis={[t('gallery:chart.lastYear'), t('gallery:chart.december'), t('gallery:chart.june')]}
      baseline={{ value: 100, words: '100' }}
      lastWords="86.2"
    />
    <p className="hint">{t('gallery:chart.hint')}</p>
  </Section>
)

const COLOURS = [
  'paper',
  'surface',
  'sunk',
  'ink',
  'ink-2',
  'ink-3',
  'edge',
  'brand',
  'brand-tint',
  'warm',
  'thanks',
  'soon',
  'late',
  'pause',
  'done',
] as const

export const ColourSection = () => (
  <Section id="colours" title="gallery:section.colours" wide>
    <ul className="swatches">
      {COLOURS.map((name) => (
        <li key={name}>
          <span className={`swatch c-${name}`} />
          <b>{t(`gallery:colour.${name}`)}</b>
          {name}
        </li>
      ))}
    </ul>
  </Section>
)

const SIZES = [
  { size: '64', words: 'figure' },
  { size: '32', words: 'headline' },
  { size: '22', words: 'section' },
  { size: '17', words: 'portal' },
  { size: '14', words: 'desk' },
  { size: '13', words: 'small' },
] as const

export const TypeSection = () => (
  <Section id="type" title="gallery:section.type" wide>
    <ul className="sizes">
      {SIZES.map(({ size, words }) => (
        <li key={size}>
          <small>{size}</small>
          <p className={`f-${size}`}>{t(`gallery:type.${words}`)}</p>
        </li>
      ))}
    </ul>
  </Section>
)

export const IconSection = () => (
  <Section id="icons" title="gallery:section.icons" wide>
    <Mark href="#icons" />
    <ul className="icons">
      {ICON_NAMES.map((name) => (
        <li key={name}>
          <Icon name={name} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  </Section>
)
