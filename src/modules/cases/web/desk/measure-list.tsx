import './measure.css'
import type { ReactNode } from 'react'
import { useAddress } from '#web/desk/address.ts'
import { MoreRows, NoneFound, type usePages, WhenRead } from '#web/desk/administration.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { ALL, usePlaceOptions } from '#web/desk/pickers.tsx'
import { t } from '#web/i18n.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import type { IconName } from '#web/ui/icon.tsx'
import { type DataColumn, DataTable } from '#web/ui/live/data-table.tsx'
import { FilterSelect, type Option } from '#web/ui/live/select.tsx'
import { Empty } from '#web/ui/notice.tsx'

/** One filter of a list of measures: the name it has in the address, and what can be chosen. */
export interface MeasureFilter {
  readonly name: string
  readonly label: string
  readonly options: readonly Option[]
}

const Tools = ({ filters }: { readonly filters: readonly MeasureFilter[] }) => {
  const { params, change } = useAddress()
  const places = usePlaceOptions(params['place'])
  const all = { id: ALL, label: t('desk:all') }
  const shown = [
    ...filters.map((filter) => ({ ...filter, options: [all, ...filter.options] })),
    { name: 'place', label: t('administration:place'), options: places },
  ]
  return shown.map(({ name, label, options }) => (
    <FilterSelect
      key={name}
      label={label}
      allId={ALL}
      options={options}
      value={params[name] ?? ALL}
      onChange={(value) => change({ [name]: value === ALL ? null : value })}
    />
  ))
}

interface MeasureListProps<Row> {
  readonly title: string
  /** Null for whom it is not. */
  readonly exportHref: string | null
  readonly filters: readonly MeasureFilter[]
  readonly found: ReturnType<typeof usePages<Row>>['found']
  readonly columns: ReadonlyArray<DataColumn<Row>>
  readonly rows: readonly Row[]
  /** What an empty list says to who has filtered nothing. */
  readonly none: { readonly icon: IconName; readonly title: string; readonly words: string }
  readonly figures: ReactNode
  readonly below: ReactNode
}

/** 吹哨、督办、调解 of many cases: in figures, as a list with filters in the address, and what is counted from them. */
export const MeasureList = <Row extends { readonly id: string; readonly caseTitle: string }>(
  props: MeasureListProps<Row>,
) => {
  const { title, exportHref, filters, found, columns, rows, none, figures, below } = props
  const { params, path } = useAddress()
  const isFiltered = Object.keys(params).length > 0
  return (
    <DeskPage
      title={title}
      actions={
        exportHref === null ? null : (
          <ButtonLink size="small" icon="download" href={exportHref} download>
            {t('administration:export')}
          </ButtonLink>
        )
      }
    >
      {figures}
      <div className="admin-list">
        <DataTable
          label={title}
          columns={columns}
          rows={rows}
          keyOf={(row) => row.id}
          nameOf={(row) => row.caseTitle}
          tools={<Tools filters={filters} />}
          empty={
            !found.isSuccess ? null : isFiltered ? (
              <NoneFound clearHref={path} />
            ) : (
              <div className="desk-pad">
                <Empty icon={none.icon} title={none.title} words={none.words}>
                  <ButtonLink href="/desk/cases">{t('cases:desk.whistle.toCases')}</ButtonLink>
                </Empty>
              </div>
            )
          }
        />
      </div>
      <WhenRead found={found}>
        <MoreRows found={found} />
      </WhenRead>
      {below}
    </DeskPage>
  )
}
