import './flows.css'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { query } from '#web/api.ts'
import { useAddress } from '#web/desk/address.ts'
import { Unread } from '#web/desk/fault.tsx'
import { DeskPage } from '#web/desk/page.tsx'
import { t, wordsOr } from '#web/i18n.ts'
import { Button } from '#web/ui/button.tsx'
import { ColumnHead } from '#web/ui/column-head.tsx'
import { type Column, Table } from '#web/ui/table.tsx'
import { Tabs } from '#web/ui/tabs.tsx'
import { BOX_HEIGHT, BOX_WIDTH, type Box, drawFlow, type FlowPicture, type Wire } from './flow-layout.ts'

type FlowAction = FlowPicture['actions'][number]

const ZOOMS = [0.5, 0.75, 1, 1.4, 2] as const
const ZOOM_USUAL = 2
const UNITS_PER_REM = 16
const LABEL_HEIGHT = 18
/** Width of one Chinese character of a label; a Latin letter takes about half. */
const LABEL_CHARACTER = 13

/** Words of a flow stand in the catalog of its module, which its actions name. */
const moduleOf = (flow: FlowPicture): string => flow.actions[0]?.action.split('.')[0] ?? flow.id
const verbOf = (action: string): string => action.split('.').at(-1) ?? action

const wordsOf = (flow: FlowPicture) => {
  const module = moduleOf(flow)
  const say = (group: string, key: string): string => wordsOr(`${module}:${group}.${key}`, key)
  return {
    flow: wordsOr(`${module}:flow.${flow.id}`, flow.id),
    state: (state: string) => say('state', state),
    stage: (stage: string) => say('stage', stage),
    action: (action: string) => say('do', verbOf(action)),
    clock: (clock: string) => say('clock', clock),
    guard: (guard: string) => say('guard', guard),
    by: (by: FlowAction['by']) => t(`workplace:desk.flow.by.${by}`),
  }
}
type FlowWords = ReturnType<typeof wordsOf>

/** Every flow as a picture drawn from its definition, and the same as a table. */
const FlowsPage = () => {
  const { params, hrefWith } = useAddress()
  const found = useQuery({
    queryKey: ['workplace.flow.list'],
    queryFn: ({ signal }) => query('workplace.flow.list', {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const flows = found.data?.items ?? []
  const flow = flows.find((known) => known.id === params['flow']) ?? flows[0]
  return (
    <DeskPage title={t('workplace:desk.flows')} meta={t('workplace:desk.flowsHint')}>
      {found.isError ? <Unread fault={found.error} onRetry={() => void found.refetch()} /> : null}
      {flows.length > 1 ? (
        <div className="desk-tools">
          <Tabs
            label={t('workplace:desk.flows')}
            tabs={flows.map((known) => ({
              href: hrefWith({ flow: known.id }),
              label: wordsOf(known).flow,
              current: known === flow,
            }))}
          />
        </div>
      ) : null}
      {flow ? <FlowSheet key={flow.id} flow={flow} /> : null}
    </DeskPage>
  )
}

export default FlowsPage

const FlowSheet = ({ flow }: { readonly flow: FlowPicture }) => {
  const [zoom, setZoom] = useState(ZOOM_USUAL)
  const words = wordsOf(flow)
  const step = (by: 1 | -1): void => setZoom(Math.min(Math.max(zoom + by, 0), ZOOMS.length - 1))
  return (
    <div className="flow-page">
      <ColumnHead
        title={words.flow}
        aside={
          <span className="acts noprint">
            <Button size="small" icon="minus" iconOnly onClick={() => step(-1)}>
              {t('workplace:desk.flow.smaller')}
            </Button>
            <Button size="small" icon="plus" iconOnly onClick={() => step(1)}>
              {t('workplace:desk.flow.larger')}
            </Button>
            <Button size="small" icon="print" onClick={() => window.print()}>
              {t('workplace:desk.flow.print')}
            </Button>
          </span>
        }
      />
      <div
        className="flow-scroll"
        role="region"
        tabIndex={0}
        aria-label={t('workplace:desk.flow.picture', { name: words.flow })}
      >
        <FlowDrawing flow={flow} words={words} zoom={ZOOMS[zoom] ?? 1} />
      </div>
      <p className="meta">{t('workplace:desk.flow.legend')}</p>
      <ColumnHead title={t('workplace:desk.flow.table')} />
      <ActionTable flow={flow} words={words} />
    </div>
  )
}

const FlowDrawing = ({
  flow,
  words,
  zoom,
}: {
  readonly flow: FlowPicture
  readonly words: FlowWords
  readonly zoom: number
}) => {
  const drawing = drawFlow(flow)
  // In rem, so that large print enlarges the picture too.
  const width = `${((drawing.width / UNITS_PER_REM) * zoom).toFixed(2)}rem`
  return (
    <svg
      className="flow"
      width={width}
      viewBox={`0 0 ${drawing.width} ${drawing.height}`}
      role="img"
      aria-label={t('workplace:desk.flow.pictureWords', {
        name: words.flow,
        states: flow.states.length,
        actions: flow.actions.length,
      })}
    >
      <defs>
        <marker
          id="flow-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          orient="auto-start-reverse"
        >
          <path d="M0 0 8 4 0 8z" />
        </marker>
      </defs>
      {drawing.heads.map((head) => (
        <text key={head.stage} className="stage" x={16} y={head.y + 5}>
          {words.stage(head.stage)}
        </text>
      ))}
      {drawing.wires.map((wire) => (
        <path key={wire.key} className={`wire ${wire.by}`} d={wire.path} markerEnd="url(#flow-arrow)" />
      ))}
      {drawing.boxes.map((box) => (
        <StateBox key={box.state} box={box} flow={flow} words={words} />
      ))}
      {drawing.wires
        .filter((wire) => wire.isNamed)
        .map((wire) => (
          <WireLabel key={wire.key} wire={wire} words={words} />
        ))}
    </svg>
  )
}

/** 岗位 办理, 反映人: whose turn it is in a state. */
const turnWords = (turn: FlowPicture['states'][number]['turn']): string =>
  turn ? t(`workplace:desk.flow.by.${turn.of}`) : t('workplace:desk.flow.nobody')

const StateBox = ({
  box,
  flow,
  words,
}: {
  readonly box: Box
  readonly flow: FlowPicture
  readonly words: FlowWords
}) => {
  const state = flow.states.find((known) => known.state === box.state)
  if (!state) return null
  const isFirst = flow.initial === box.state
  return (
    <g className={isFirst ? 'state first' : state.turn ? 'state' : 'state end'}>
      <rect x={box.x} y={box.y} width={BOX_WIDTH} height={BOX_HEIGHT} rx={6} />
      <text className="name" x={box.x + 12} y={box.y + 24}>
        {words.state(box.state)}
      </text>
      <text x={box.x + 12} y={box.y + 40}>
        {turnWords(state.turn)}
      </text>
      {state.clock ? (
        <text x={box.x + 12} y={box.y + 55}>
          {words.clock(state.clock)}
        </text>
      ) : null}
    </g>
  )
}

const labelWidth = (words: string): number =>
  [...words].reduce(
    (sum, character) => sum + (character.charCodeAt(0) > 0x2e7f ? LABEL_CHARACTER : LABEL_CHARACTER * 0.55),
    10,
  )

/** The name of an arrow, on its line. */
const WireLabel = ({ wire, words }: { readonly wire: Wire; readonly words: FlowWords }) => {
  const label = words.action(wire.action)
  const width = labelWidth(label)
  return (
    <g className="label">
      <rect x={wire.x - width / 2} y={wire.y - LABEL_HEIGHT / 2} width={width} height={LABEL_HEIGHT} rx={3} />
      <text x={wire.x} y={wire.y + 4.5} textAnchor="middle">
        {label}
      </text>
    </g>
  )
}

const columnsOf = (words: FlowWords): ReadonlyArray<Column<FlowAction>> => [
  {
    id: 'action',
    head: t('workplace:desk.flow.action'),
    cell: (row) => <b>{words.action(row.action)}</b>,
    phone: 'what',
  },
  {
    id: 'from',
    head: t('workplace:desk.flow.from'),
    wraps: true,
    cell: (row) => row.from.map(words.state).join(t('desk:and')),
  },
  {
    id: 'to',
    head: t('workplace:desk.flow.to'),
    cell: (row) =>
      row.to.length === 0 ? t('workplace:desk.flow.stays') : row.to.map(words.state).join(t('workplace:desk.flow.or')),
  },
  { id: 'by', head: t('workplace:desk.flow.by'), cell: (row) => words.by(row.by) },
  {
    id: 'guards',
    head: t('workplace:desk.flow.guards'),
    wraps: true,
    cell: (row) => row.guards.map(words.guard).join(t('desk:semicolon')),
  },
  {
    id: 'clock',
    head: t('workplace:desk.flow.clock'),
    cell: (row) => (row.clock ? t(`workplace:desk.flow.clock.${row.clock}`) : ''),
  },
]

const ActionTable = ({ flow, words }: { readonly flow: FlowPicture; readonly words: FlowWords }) => (
  <Table
    label={t('workplace:desk.flow.table')}
    columns={columnsOf(words)}
    rows={flow.actions}
    keyOf={(row) => row.action}
  />
)
