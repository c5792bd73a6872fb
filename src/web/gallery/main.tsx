// Every part in every state, in both languages, light and dark, tight and loose, and in large print. The state
// of the page is its address, so that each can be opened, tested and shown: /ui?lang=en&theme=dark&elder=1
import '#web/styles/tokens.css'
import '#web/styles/base.css'
import './gallery.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { DEFAULT_LANGUAGE, isLanguage, LANGUAGES, type Language, setLanguage, t } from '#web/i18n.ts'
import { loadLocale } from '#web/load-words.ts'
import { Checkbox } from '../ui/live/checkbox.tsx'
import { KeyBar, listCommands } from '../ui/live/command-keys.tsx'
import { LiveProvider } from '../ui/live/live-provider.tsx'
import { ToggleGroup } from '../ui/live/tags.tsx'
import { ToastRegion, toast } from '../ui/live/toast.tsx'
import {
  ChartSection,
  ColourSection,
  FigureSection,
  IconSection,
  PhotoSection,
  TypeSection,
} from './figure-sections.tsx'
import {
  ChipSection,
  DateSection,
  DialogSection,
  MenuSection,
  PhotoFieldSection,
  SelectSection,
  TreeSection,
} from './live-sections.tsx'
import { DataTableSection, RowSection, StepSection, TableSection } from './matter-sections.tsx'
import {
  ButtonSection,
  ChoiceSection,
  ClockSection,
  FieldSection,
  NoticeSection,
  RefusalSection,
  TagSection,
  ThreadSection,
} from './plain-sections.tsx'

interface Look {
  readonly language: Language
  readonly theme: string
  readonly density: string
  readonly elder: boolean
}

const readLook = (): Look => {
  const asked = new URLSearchParams(location.search)
  const language = asked.get('lang')
  return {
    language: isLanguage(language) ? language : DEFAULT_LANGUAGE,
    theme: asked.get('theme') ?? 'system',
    density: asked.get('density') === 'loose' ? 'loose' : 'dense',
    elder: asked.get('elder') === '1',
  }
}

const applyLook = async ({ language, theme, density, elder }: Look): Promise<void> => {
  await loadLocale(language, ['ui', 'gallery'])
  setLanguage(language)
  const html = document.documentElement
  html.lang = language
  if (theme === 'light' || theme === 'dark') html.dataset.theme = theme
  else delete html.dataset.theme
  html.classList.toggle('elder', elder)
  document.body.className = density
  document.title = `${t('gallery:title')} · ${t('ui:brand')}`
}

const addressOf = ({ language, theme, density, elder }: Look): string =>
  `?${new URLSearchParams({ lang: language, theme, density, elder: elder ? '1' : '0' })}`

const Settings = ({ look, onLook }: { readonly look: Look; readonly onLook: (look: Look) => void }) => (
  <div className="settings">
    <ToggleGroup
      label={t('gallery:control.language')}
      value={look.language}
      onChange={(language) => {
        if (isLanguage(language)) onLook({ ...look, language })
      }}
      options={LANGUAGES.map((id) => ({ id, label: t(`ui:language.${id}`) }))}
    />
    <ToggleGroup
      label={t('gallery:control.theme')}
      value={look.theme}
      onChange={(theme) => onLook({ ...look, theme })}
      options={[
        { id: 'system', label: t('gallery:control.theme.system') },
        { id: 'light', label: t('gallery:control.theme.light') },
        { id: 'dark', label: t('gallery:control.theme.dark') },
      ]}
    />
    <ToggleGroup
      label={t('gallery:control.density')}
      value={look.density}
      onChange={(density) => onLook({ ...look, density })}
      options={[
        { id: 'dense', label: t('gallery:control.density.dense') },
        { id: 'loose', label: t('gallery:control.density.loose') },
      ]}
    />
    <Checkbox
      label={t('gallery:control.elder')}
      checked={look.elder}
      onChange={(elder) => onLook({ ...look, elder })}
    />
  </div>
)

const Sections = () => (
  <div className="gallery-cols">
    <ButtonSection />
    <ClockSection />
    <FieldSection />
    <ChoiceSection />
    <TagSection />
    <NoticeSection />
    <TableSection />
    <DataTableSection />
    <RowSection />
    <ThreadSection />
    <StepSection />
    <RefusalSection />
    <DialogSection />
    <MenuSection />
    <SelectSection />
    <DateSection />
    <ChipSection />
    <TreeSection />
    <PhotoSection />
    <PhotoFieldSection />
    <FigureSection />
    <ChartSection />
    <ColourSection />
    <TypeSection />
    <IconSection />
  </div>
)

const stayHere = (): boolean => false

const Gallery = ({ first }: { readonly first: Look }) => {
  const [look, setLook] = useState(first)
  const [row, setRow] = useState(1)
  const onLook = (next: Look): void => {
    void applyLook(next).then(() => {
      history.replaceState(null, '', addressOf(next))
      setLook(next)
    })
  }
  const commands = listCommands({
    onMove: (by) => {
      setRow((before) => Math.max(1, before + by))
      toast({ words: t('gallery:keys.moved', { count: Math.max(1, row + by) }), icon: 'list' })
    },
    onSelect: () => {},
    onAct: () => {},
    onSearch: () => document.getElementById('find')?.focus(),
  })
  return (
    <LiveProvider language={look.language} follow={stayHere}>
      <a className="skip" href="#main">
        {t('ui:skip')}
      </a>
      <main className="gallery" id="main">
        <header>
          <h1>{t('gallery:title')}</h1>
          <p className="soft text">{t('gallery:intro')}</p>
          <Settings look={look} onLook={onLook} />
        </header>
        <Sections key={look.language} />
      </main>
      <KeyBar commands={commands} status={t('gallery:keys.status')} />
      <ToastRegion />
    </LiveProvider>
  )
}

const start = async (): Promise<void> => {
  const look = readLook()
  await applyLook(look)
  const root = document.getElementById('root')
  if (root) createRoot(root).render(<Gallery first={look} />)
}

void start()
