import './hazards.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Output, query } from '#web/api.ts'
import { useActing } from '#web/desk/acting.ts'
import { FormDialog, textOf, textOrNull, WhenRead } from '#web/desk/administration.tsx'
import { ProblemBox } from '#web/desk/fault.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { useSession } from '#web/desk/session.tsx'
import { t } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { CheckField, SelectField, TextArea, TextField } from '#web/ui/field.tsx'
import { toast } from '#web/ui/live/toast.tsx'
import { Empty } from '#web/ui/notice.tsx'
import { Tag } from '#web/ui/tag.tsx'
import { severityTone } from './hazards-page.tsx'
import { useCatalogue } from './sites-page.tsx'

type Class = Output<'hazards.catalogue.find'>['classes'][number]
type Kind = Class['kinds'][number]
type Editing =
  | { readonly what: 'class'; readonly of: Class | null }
  | { readonly what: 'kind'; readonly of: Kind | null; readonly classId: string }
  | { readonly what: 'siteKind' }

const SEVERITIES = ['general', 'serious', 'major'] as const
const NAME_LENGTH_MAX = 60
const POINTS_LENGTH_MAX = 1_000

/** Categories of cases that a hazard of a kind may become. */
const useCategories = () =>
  useQuery({
    queryKey: ['cases.category.list', {}],
    queryFn: ({ signal }) => query('cases.category.list', {}, signal),
  }).data?.items ?? []

const ClassDialog = ({ of, onClose }: { readonly of: Class | null; readonly onClose: () => void }) => {
  const creating = useActing('hazards.problemClass.create')
  const renaming = useActing('hazards.problemClass.rename')
  const submit = async (form: FormData): Promise<void> => {
    const name = textOf(form, 'name')
    const done = of ? await renaming.run({ id: of.id, version: of.version, name }) : await creating.run({ name })
    if (done) onClose()
  }
  const title = t(of ? 'hazards:desk.nameClass' : 'hazards:desk.addClass')
  return (
    <FormDialog
      title={title}
      doWords={title}
      busy={creating.busy || renaming.busy}
      problem={creating.problem ?? renaming.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('hazards:column.name')}
        defaultValue={of?.name ?? ''}
        maxLength={NAME_LENGTH_MAX}
      />
    </FormDialog>
  )
}

interface KindDialogProps {
  readonly of: Kind | null
  readonly classId: string
  readonly onClose: () => void
}

const KindDialog = ({ of, classId, onClose }: KindDialogProps) => {
  const creating = useActing('hazards.problemKind.create')
  const changing = useActing('hazards.problemKind.change')
  const categories = useCategories()
  const submit = async (form: FormData): Promise<void> => {
    const input = {
      name: textOf(form, 'name'),
      points: textOrNull(form, 'points'),
      severity: SEVERITIES.find((known) => known === form.get('severity')) ?? 'general',
      categoryId: Number(form.get('categoryId')) || null,
    }
    const done = of
      ? await changing.run({ ...input, id: of.id, version: of.version })
      : await creating.run({ ...input, classId })
    if (done) onClose()
  }
  const title = of ? t('hazards:desk.nameKind', { code: of.code }) : t('hazards:desk.addKind')
  return (
    <FormDialog
      title={title}
      doWords={t('hazards:desk.save')}
      busy={creating.busy || changing.busy}
      problem={creating.problem ?? changing.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField
        name="name"
        label={t('hazards:column.name')}
        defaultValue={of?.name ?? ''}
        maxLength={NAME_LENGTH_MAX}
      />
      <TextArea
        name="points"
        optional
        label={t('hazards:desk.points')}
        hint={t('hazards:desk.pointsHint')}
        defaultValue={of?.points ?? ''}
        maxLength={POINTS_LENGTH_MAX}
      />
      <SelectField
        name="severity"
        label={t('hazards:desk.usualSeverity')}
        defaultValue={of?.severity ?? 'general'}
        choices={SEVERITIES.map((value) => ({ value, label: t(`hazards:severity.${value}`) }))}
      />
      <SelectField
        key={categories.length}
        name="categoryId"
        label={t('hazards:desk.caseCategory')}
        defaultValue={of?.category ? String(of.category.id) : ''}
        choices={[
          { value: '', label: t('hazards:desk.noCategory') },
          ...categories
            .filter((category) => category.isLeaf)
            .map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
      />
    </FormDialog>
  )
}

const SiteKindDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const creating = useActing('hazards.siteKind.create')
  const submit = async (form: FormData): Promise<void> => {
    if (await creating.run({ name: textOf(form, 'name'), isSmall: form.get('isSmall') === 'on' })) onClose()
  }
  return (
    <FormDialog
      title={t('hazards:desk.addSiteKind')}
      doWords={t('hazards:desk.addSiteKind')}
      busy={creating.busy}
      problem={creating.problem}
      onSubmit={(form) => void submit(form)}
      onClose={onClose}
    >
      <TextField name="name" label={t('hazards:column.name')} maxLength={NAME_LENGTH_MAX} />
      <CheckField name="isSmall" label={t('hazards:desk.small')} />
    </FormDialog>
  )
}

interface ClassSectionProps {
  readonly of: Class
  readonly onEdit: (editing: Editing) => void
  readonly onRetire: (kind: Kind) => void
}

/** A class with its kinds; blanks are marked, and named with one press. */
const ClassSection = ({ of, onEdit, onRetire }: ClassSectionProps) => (
  <section aria-labelledby={`class-${of.id}`}>
    <ColumnHead
      id={`class-${of.id}`}
      title={of.name ? `${of.number} ${of.name}` : t('hazards:class.unnamed', { number: of.number })}
      aside={
        <>
          <Button size="small" tone="quiet" icon="edit" onClick={() => onEdit({ what: 'class', of })}>
            {t('hazards:desk.nameClass')}
          </Button>
          <Button
            size="small"
            tone="quiet"
            icon="plus"
            onClick={() => onEdit({ what: 'kind', of: null, classId: of.id })}
          >
            {t('hazards:desk.addKind')}
          </Button>
        </>
      }
    />
    <ul className="desk-lines">
      {of.kinds.map((kind) => (
        <li key={kind.id}>
          <span className="id">{kind.code}</span>
          <span className="grow">
            {kind.name ?? <Tag tone="paused">{t('hazards:kind.unnamed')}</Tag>}{' '}
            {kind.category ? <span className="soft">{kind.category.name}</span> : null}
          </span>
          {kind.name ? <Tag tone={severityTone[kind.severity]}>{t(`hazards:severity.${kind.severity}`)}</Tag> : null}
          <Button size="small" onClick={() => onEdit({ what: 'kind', of: kind, classId: of.id })}>
            {t(kind.name ? 'administration:edit' : 'hazards:desk.name')}
          </Button>
          <Button size="small" tone="danger" onClick={() => onRetire(kind)}>
            {t('hazards:desk.retire')}
          </Button>
        </li>
      ))}
    </ul>
  </section>
)

const Install = () => {
  const installing = useActing('hazards.catalogue.install')
  const install = async (): Promise<void> => {
    const done = await installing.run({})
    if (done) toast({ words: t('hazards:desk.installed', { classes: done.classCount, kinds: done.kindCount }) })
  }
  return (
    <div className="desk-pad">
      <Empty icon="list" title={t('hazards:desk.noCatalogue')} words={t('hazards:desk.noCatalogueHint')}>
        <Button tone="main" busy={installing.busy} onClick={() => void install()}>
          {t('hazards:desk.install')}
        </Button>
      </Empty>
      {installing.problem ? <ProblemBox problem={installing.problem} title={t('administration:refused')} /> : null}
    </div>
  )
}

/** 问题目录: what is looked for, in its classes; and the kinds of sites. */
const CataloguePage = () => {
  const { may } = useSession()
  const found = useCatalogue()
  const retiring = useActing('hazards.problemKind.retire')
  const ending = useActing('hazards.siteKind.retire')
  const [editing, setEditing] = useState<Editing | null>(null)
  const close = (): void => setEditing(null)
  const problem = retiring.problem ?? ending.problem
  const data = found.data
  const isEmpty = data?.classes.length === 0
  return (
    <DeskPage
      title={t('hazards:desk.catalogue')}
      meta={
        data && !isEmpty
          ? t('hazards:desk.catalogueMeta', {
              classes: data.classCount,
              kinds: data.kindCount,
              blank: data.unnamedCount,
            })
          : undefined
      }
      actions={
        may('hazards.problemClass.create') && data && !isEmpty ? (
          <Button size="small" tone="main" icon="plus" onClick={() => setEditing({ what: 'class', of: null })}>
            {t('hazards:desk.addClass')}
          </Button>
        ) : null
      }
    >
      {problem ? <ProblemBox problem={problem} title={t('administration:refused')} /> : null}
      <WhenRead found={found}>
        {data && isEmpty ? <Install /> : null}
        {data && !isEmpty ? (
          <div className="catalogue">
            {data.classes.map((of) => (
              <ClassSection
                key={of.id}
                of={of}
                onEdit={setEditing}
                onRetire={(kind) => void retiring.run({ id: kind.id, version: kind.version })}
              />
            ))}
            <SiteKinds
              kinds={data.siteKinds}
              onAdd={() => setEditing({ what: 'siteKind' })}
              onEnd={(id) => void ending.run({ id })}
            />
          </div>
        ) : null}
      </WhenRead>
      {editing?.what === 'class' ? <ClassDialog of={editing.of} onClose={close} /> : null}
      {editing?.what === 'kind' ? <KindDialog of={editing.of} classId={editing.classId} onClose={close} /> : null}
      {editing?.what === 'siteKind' ? <SiteKindDialog onClose={close} /> : null}
    </DeskPage>
  )
}

interface SiteKindsProps {
  readonly kinds: Output<'hazards.catalogue.find'>['siteKinds']
  readonly onAdd: () => void
  readonly onEnd: (id: string) => void
}

const SiteKinds = ({ kinds, onAdd, onEnd }: SiteKindsProps) => (
  <section aria-labelledby="site-kinds">
    <ColumnHead
      id="site-kinds"
      title={t('hazards:desk.siteKinds')}
      aside={
        <Button size="small" tone="quiet" icon="plus" onClick={onAdd}>
          {t('hazards:desk.addSiteKind')}
        </Button>
      }
    />
    <ul className="desk-lines">
      {kinds.map((kind) => (
        <li key={kind.id}>
          <span className="grow">{kind.name}</span>
          {kind.isSmall ? <Tag>{t('hazards:desk.small')}</Tag> : null}
          <Button size="small" tone="danger" onClick={() => onEnd(kind.id)}>
            {t('hazards:desk.retire')}
          </Button>
        </li>
      ))}
    </ul>
  </section>
)

export default CataloguePage
