import { useState } from 'react'
import { t } from '#web/i18n.ts'
import { Actions, Button } from '../ui/button.tsx'
import { TextField } from '../ui/field.tsx'
import { ComboBox } from '../ui/live/combo-box.tsx'
import { DateField, type DateRange, DateRangeField } from '../ui/live/date-picker.tsx'
import { ConfirmDialog, Dialog } from '../ui/live/dialog.tsx'
import { FileButton } from '../ui/live/file-button.tsx'
import { MenuButton } from '../ui/live/menu.tsx'
import { type PhotoDraft, PhotoField } from '../ui/live/photo-field.tsx'
import { PopoverButton, Tooltip } from '../ui/live/popover.tsx'
import { type Option, Select } from '../ui/live/select.tsx'
import { FilterTags, ToggleGroup } from '../ui/live/tags.tsx'
import { toast } from '../ui/live/toast.tsx'
import { Tree, type TreeNode } from '../ui/live/tree.tsx'
import { FilterChips, ViewSwitch } from '../ui/tabs.tsx'
import drainBefore from './drain-before.svg'
import { Section } from './section.tsx'

type OpenDialog = 'publish' | 'return' | 'place' | null

export const DialogSection = () => {
  const [open, setOpen] = useState<OpenDialog>(null)
  const close = (): void => setOpen(null)
  return (
    <Section id="dialogs" title="gallery:section.dialogs">
      <Actions>
        <Button onClick={() => setOpen('publish')}>{t('gallery:dialog.publish')}</Button>
        <Button tone="danger" onClick={() => setOpen('return')}>
          {t('gallery:dialog.return')}
        </Button>
        <Button onClick={() => setOpen('place')}>{t('gallery:dialog.open')}</Button>
        <Button
          onClick={() =>
            toast({
              words: t('gallery:toast.sent'),
              onUndo: () => toast({ words: t('gallery:toast.undone'), icon: 'undo' }),
            })
          }
        >
          {t('gallery:toast.show')}
        </Button>
      </Actions>
      <ConfirmDialog
        open={open === 'publish'}
        onClose={close}
        title={t('gallery:dialog.publishTitle')}
        actWords={t('gallery:dialog.publish')}
        stayWords={t('gallery:dialog.stay')}
        onAct={() => {}}
      >
        <p>{t('gallery:dialog.publishWords')}</p>
      </ConfirmDialog>
      <ConfirmDialog
        open={open === 'return'}
        onClose={close}
        title={t('gallery:dialog.returnTitle')}
        actWords={t('gallery:dialog.return')}
        danger
        reason="required"
        onAct={() => {}}
      >
        <p>{t('gallery:dialog.returnWords')}</p>
      </ConfirmDialog>
      <Dialog
        open={open === 'place'}
        onClose={close}
        title={t('gallery:dialog.openTitle')}
        actions={
          <>
            <Button onClick={close}>{t('ui:cancel')}</Button>
            <Button tone="main" onClick={close}>
              {t('gallery:dialog.save')}
            </Button>
          </>
        }
      >
        <TextField name="new-place" label={t('gallery:facts.place')} defaultValue={t('gallery:place.village')} />
      </Dialog>
    </Section>
  )
}

export const MenuSection = () => (
  <Section id="menus" title="gallery:section.menus">
    <Actions>
      <MenuButton
        onAct={(id) => toast({ words: id })}
        acts={[
          { id: 'transfer', label: t('gallery:menu.transfer'), icon: 'send', keyName: 'P' },
          { id: 'extend', label: t('gallery:menu.extend'), icon: 'clock' },
          { id: 'close', label: t('gallery:menu.close'), icon: 'check', whyNot: t('gallery:menu.closeWhy') },
          { id: 'delete', label: t('gallery:menu.delete'), icon: 'trash', danger: true, apart: true },
        ]}
      >
        {t('gallery:menu.acts')}
      </MenuButton>
      <PopoverButton label={t('gallery:menu.how')} title={t('gallery:menu.how')} tone="quiet" icon="info">
        <p>{t('gallery:menu.howWords')}</p>
      </PopoverButton>
      <Tooltip words={t('gallery:menu.tip')}>
        <Button>{t('gallery:menu.due')}</Button>
      </Tooltip>
      <FileButton accept=".xlsx,.csv" icon="upload" onFiles={() => {}}>
        {t('ui:files.choose')}
      </FileButton>
    </Actions>
  </Section>
)

const units = (): readonly Option[] => [
  { id: 'works', label: t('gallery:select.works'), hint: t('gallery:select.worksHint') },
  { id: 'water', label: t('gallery:select.water'), hint: t('gallery:select.waterHint') },
  { id: 'estate', label: t('gallery:select.estate') },
]

const findPeople = async (query: string): Promise<readonly Option[]> =>
  [t('gallery:person.chen'), t('gallery:person.wang'), t('gallery:person.liu')]
    .map((label) => ({ id: label, label }))
    .filter((option) => option.label.toLowerCase().includes(query.toLowerCase()))

export const SelectSection = () => {
  const [unit, setUnit] = useState<string | null>('works')
  const [none, setNone] = useState<string | null>(null)
  const [person, setPerson] = useState<Option | null>(null)
  return (
    <Section id="selects" title="gallery:section.selects">
      <Select
        label={t('gallery:select.unit')}
        hint={t('gallery:select.unitHint')}
        options={units()}
        value={unit}
        onChange={setUnit}
      />
      <Select
        label={t('gallery:select.unit')}
        error={none === null ? t('gallery:select.missing') : undefined}
        options={units()}
        value={none}
        onChange={setNone}
      />
      <ComboBox
        label={t('gallery:combo.person')}
        hint={t('gallery:combo.hint')}
        optional
        value={person}
        onChange={setPerson}
        search={findPeople}
      />
    </Section>
  )
}

export const DateSection = () => {
  const [on, setOn] = useState('2026-06-18')
  const [range, setRange] = useState<DateRange | null>({ from: '2026-06-01', to: '2026-06-18' })
  return (
    <Section id="dates" title="gallery:section.dates">
      <DateField
        name="on"
        label={t('gallery:date.on')}
        hint={t('gallery:date.hint')}
        value={on}
        onChange={setOn}
        max="2026-06-30"
      />
      <DateRangeField label={t('gallery:date.range')} value={range} onChange={setRange} today="2026-06-18" />
    </Section>
  )
}

export const ChipSection = () => {
  const [stage, setStage] = useState('week')
  const [tags, setTags] = useState([
    'chips.chosen1',
    'chips.chosen2',
    'chips.chosen3',
  ] as const satisfies readonly string[] as readonly ('chips.chosen1' | 'chips.chosen2' | 'chips.chosen3')[])
  return (
    <Section id="chips" title="gallery:section.chips">
      <div className="filters">
        <FilterChips
          chips={[
            { href: '#mine', label: t('gallery:chips.mine'), count: 23, on: true },
            { href: '#soon', label: t('gallery:chips.soon'), count: 3 },
            { href: '#late', label: t('gallery:chips.late'), count: 2 },
          ]}
        />
      </div>
      <FilterTags
        label={t('gallery:chips.chosen')}
        tags={tags.map((id) => ({ id, label: t(`gallery:${id}`) }))}
        onRemove={(id) => setTags(tags.filter((other) => other !== id))}
        onClear={() => setTags([])}
      />
      <Actions>
        <ViewSwitch
          views={[
            { href: '#view-list', icon: 'list', label: t('gallery:view.list'), current: true },
            { href: '#view-table', icon: 'table', label: t('gallery:view.table') },
            { href: '#view-board', icon: 'board', label: t('gallery:view.board') },
            { href: '#view-calendar', icon: 'calendar', label: t('gallery:view.calendar') },
            { href: '#view-map', icon: 'map', label: t('gallery:view.map') },
          ]}
        />
        <ToggleGroup
          label={t('gallery:toggle.label')}
          value={stage}
          onChange={setStage}
          options={[
            { id: 'week', label: t('gallery:toggle.week') },
            { id: 'month', label: t('gallery:toggle.month') },
            { id: 'year', label: t('gallery:toggle.year') },
          ]}
        />
      </Actions>
    </Section>
  )
}

const places = (): readonly TreeNode[] => [
  {
    id: 'district',
    label: t('gallery:tree.district'),
    note: t('gallery:tree.count', { count: 148 }),
    children: [
      {
        id: 'street1',
        label: t('gallery:tree.street1'),
        note: t('gallery:tree.count', { count: 41 }),
        children: [
          {
            id: 'community1',
            label: t('gallery:tree.community1'),
            children: [
              { id: 'grid1', label: t('gallery:tree.grid1') },
              { id: 'grid2', label: t('gallery:tree.grid2') },
            ],
          },
          { id: 'community2', label: t('gallery:tree.community2'), more: true },
        ],
      },
      { id: 'street2', label: t('gallery:tree.street2'), more: true },
    ],
  },
]

export const TreeSection = () => {
  const [selected, setSelected] = useState<string | null>('community1')
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set(['district', 'street1', 'community1']))
  return (
    <Section id="tree" title="gallery:section.tree">
      <div className="panel sheet">
        <Tree
          label={t('gallery:tree.label')}
          nodes={places()}
          selected={selected}
          onSelect={setSelected}
          open={open}
          onOpen={setOpen}
        />
      </div>
    </Section>
  )
}

export const PhotoFieldSection = () => {
  const [photos, setPhotos] = useState<readonly PhotoDraft[]>([
    { id: 'first', src: drainBefore, alt: t('gallery:photo.drainBefore'), note: t('gallery:photos.note') },
  ])
  return (
    <Section id="photo-field" title="gallery:section.photoField">
      <PhotoField
        name="photos"
        label={t('gallery:photos.label')}
        hint={t('gallery:photos.hint')}
        optional
        photos={photos}
        onRemove={(id) => setPhotos(photos.filter((photo) => photo.id !== id))}
        onAdd={(files) =>
          setPhotos([
            ...photos,
            ...files.map((file) => ({ id: crypto.randomUUID(), src: URL.createObjectURL(file), alt: file.name })),
          ])
        }
      />
    </Section>
  )
}
