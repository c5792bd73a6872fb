// Where the boxes and arrows of a flow stand: a row for each stage, neighbours joined straight down, everything else
// over lanes at the side: forward at the right, back at the left. Pure geometry in units of the drawing.
import type { Output } from '#web/api.ts'

export type FlowPicture = Output<'workplace.flow.list'>['items'][number]
type FlowAction = FlowPicture['actions'][number]

export const BOX_WIDTH = 124
export const BOX_HEIGHT = 62
const COLUMN_GAP = 16
/** Room between two rows: for lines that turn off below and above, and for the name of the arrow between. */
const ROW_GAP = 84
const LANE_WIDTH = 60
/** Lines that turn off in one gap lie this far from each other. */
const TURN_GAP = 7
const TURN_FIRST = 10
const PORT_FIRST = 16
const PORT_GAP = 11
const MARGIN = 16
/** The names of the stages stand at the very left. */
const HEAD_WIDTH = 84

export interface Box {
  readonly state: string
  readonly row: number
  readonly column: number
  readonly x: number
  readonly y: number
}

export interface Head {
  readonly stage: string
  readonly y: number
}

/** One arrow, or one lane that several states share. */
export interface Wire {
  readonly key: string
  readonly action: string
  readonly by: FlowAction['by']
  readonly path: string
  /** Where its name stands. */
  readonly x: number
  readonly y: number
  /** Another arrow of the same action says it already. */
  readonly isNamed: boolean
}

export interface Drawing {
  readonly width: number
  readonly height: number
  readonly heads: readonly Head[]
  readonly boxes: readonly Box[]
  readonly wires: readonly Wire[]
}

interface Link {
  readonly action: FlowAction
  readonly froms: readonly Box[]
  readonly to: Box
}

/** A lane with the level it lies on: 0 is next to the boxes. */
interface Lane extends Link {
  readonly level: number
  readonly isForward: boolean
}

const rowY = (row: number): number => MARGIN + row * (BOX_HEIGHT + ROW_GAP) + ROW_GAP / 2

const placeBoxes = (flow: FlowPicture, left: number): { boxes: Box[]; stages: string[] } => {
  const stages = [...new Set(flow.states.map((state) => state.stage))]
  const columns = new Map<string, number>()
  const boxes = flow.states.map(({ state, stage }) => {
    const column = columns.get(stage) ?? 0
    columns.set(stage, column + 1)
    const row = stages.indexOf(stage)
    return { state, row, column, x: left + column * (BOX_WIDTH + COLUMN_GAP), y: rowY(row) }
  })
  return { boxes, stages }
}

/** An arrow to the next row for each state; all other ways of an action to one state share a lane. */
const linksOf = (flow: FlowPicture, boxes: readonly Box[]): { straight: Link[]; far: Link[] } => {
  const boxOf = new Map(boxes.map((box) => [box.state, box]))
  const straight: Link[] = []
  const far: Link[] = []
  for (const action of flow.actions) {
    const froms = action.from.flatMap((state) => boxOf.get(state) ?? [])
    for (const to of action.to.flatMap((state) => boxOf.get(state) ?? [])) {
      const isNear = (from: Box): boolean => to.row - from.row === 1
      straight.push(...froms.filter(isNear).map((from) => ({ action, froms: [from], to })))
      const others = froms.filter((from) => !isNear(from))
      if (others.length > 0) far.push({ action, froms: others, to })
    }
  }
  return { straight, far }
}

const rowsOf = ({ froms, to }: Link): { top: number; bottom: number } => {
  const rows = [to.row, ...froms.map((from) => from.row)]
  return { top: Math.min(...rows), bottom: Math.max(...rows) }
}

/** Gives each lane the innermost level on which no other lane runs beside it, shorter ones first. */
const levelLanes = (links: readonly Link[], isForward: boolean): Lane[] => {
  const span = (link: Link): number => rowsOf(link).bottom - rowsOf(link).top
  const lanes: Lane[] = []
  for (const link of [...links].sort((one, other) => span(one) - span(other))) {
    const { top, bottom } = rowsOf(link)
    const beside = lanes.filter((lane) => rowsOf(lane).top <= bottom && rowsOf(lane).bottom >= top)
    let level = 0
    while (beside.some((lane) => lane.level === level)) level += 1
    lanes.push({ ...link, level, isForward })
  }
  return lanes
}

const arrowDown = ({ action, froms, to }: Link): Wire => {
  const from = froms[0] as Box // a straight link has exactly one
  const startX = from.x + BOX_WIDTH / 2
  const endX = to.x + BOX_WIDTH / 2
  const startY = from.y + BOX_HEIGHT
  const bendY = startY + ROW_GAP / 2
  const path = startX === endX ? `M${startX} ${startY}V${to.y}` : `M${startX} ${startY}V${bendY}H${endX}V${to.y}`
  return {
    key: `${action.action} ${from.state} ${to.state}`,
    action: action.action,
    by: action.by,
    path,
    x: endX,
    y: bendY + (startX === endX ? 0 : ROW_GAP / 5),
    isNamed: true,
  }
}

/** Counts what turns off below a row and comes in above it, so that no two lines lie on each other. */
const createTurns = (): ((kind: 'below' | 'above' | 'port', at: string | number) => number) => {
  const used = new Map<string, number>()
  return (kind, at) => {
    const key = `${kind} ${at}`
    const count = used.get(key) ?? 0
    used.set(key, count + 1)
    return count
  }
}

/** A lane: out below each state, along the side, and in from above. */
const laneWire = (lane: Lane, x: number, turns: ReturnType<typeof createTurns>): Wire => {
  const below = new Map<number, number>()
  const stems = lane.froms.map((from) => {
    const turn = below.get(from.row) ?? turns('below', from.row)
    below.set(from.row, turn)
    const outX = from.x + BOX_WIDTH - PORT_FIRST - PORT_GAP * (turns('port', `out ${from.state}`) % 4)
    const outY = from.y + BOX_HEIGHT + TURN_FIRST + TURN_GAP * turn
    return { y: outY, path: `M${outX} ${from.y + BOX_HEIGHT}V${outY}H${x}` }
  })
  const inX = lane.to.x + PORT_FIRST + PORT_GAP * (turns('port', `in ${lane.to.state}`) % 4)
  const inY = lane.to.y - TURN_FIRST - TURN_GAP * turns('above', lane.to.row)
  const ends = [inY, ...stems.map((stem) => stem.y)]
  const path = `${stems.map((stem) => stem.path).join('')}M${x} ${Math.min(...ends)}V${Math.max(...ends)}M${x} ${inY}H${inX}V${lane.to.y}`
  return {
    key: `${lane.action.action} lane ${lane.to.state}`,
    action: lane.action.action,
    by: lane.action.by,
    path,
    x,
    y: (Math.min(...ends) + Math.max(...ends)) / 2 + (lane.level % 2) * 22,
    isNamed: true,
  }
}

/** Of several arrows of one action into one state the first is named, for the others end on it. */
const nameOnce = (wires: readonly Wire[]): Wire[] =>
  wires.map((wire, index) => ({
    ...wire,
    isNamed: !wires.slice(0, index).some((other) => other.action === wire.action && other.x === wire.x),
  }))

const laneCount = (lanes: readonly Lane[]): number => Math.max(0, ...lanes.map((lane) => lane.level + 1))

/** Draws a flow. Shorter lanes lie nearer to the boxes, so that lines cross as little as they can. */
export const drawFlow = (flow: FlowPicture): Drawing => {
  const isForward = (link: Link): boolean => link.froms.every((from) => link.to.row > from.row)
  const rough = linksOf(flow, placeBoxes(flow, 0).boxes).far
  const backCount = laneCount(
    levelLanes(
      rough.filter((link) => !isForward(link)),
      false,
    ),
  )
  const left = MARGIN + HEAD_WIDTH + LANE_WIDTH * backCount
  const { boxes, stages } = placeBoxes(flow, left)
  const { straight, far } = linksOf(flow, boxes)
  const forward = levelLanes(far.filter(isForward), true)
  const back = levelLanes(
    far.filter((link) => !isForward(link)),
    false,
  )
  const right = Math.max(...boxes.map((box) => box.x)) + BOX_WIDTH
  const turns = createTurns()
  const laneX = (lane: Lane): number =>
    lane.isForward ? right + LANE_WIDTH * (lane.level + 0.5) : left - LANE_WIDTH * (lane.level + 0.5)
  return {
    width: right + LANE_WIDTH * laneCount(forward) + MARGIN,
    height: rowY(stages.length - 1) + BOX_HEIGHT + ROW_GAP / 2 + MARGIN,
    heads: stages.map((stage, row) => ({ stage, y: rowY(row) + BOX_HEIGHT / 2 })),
    boxes,
    wires: [
      ...nameOnce(straight.map(arrowDown)),
      ...[...back, ...forward].map((lane) => laneWire(lane, laneX(lane), turns)),
    ],
  }
}
