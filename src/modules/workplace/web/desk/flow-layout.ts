// Where the boxes and arrows of a flow stand: columns by stage, neighbours joined straight, everything else over lanes
// above (forward) and below (back). Pure geometry in units of the drawing.
import type { Output } from '#web/api.ts'

export type FlowPicture = Output<'workplace.flow.list'>['items'][number]
type FlowAction = FlowPicture['actions'][number]

export const BOX_WIDTH = 132
export const BOX_HEIGHT = 62
const ROW_GAP = 34
/** Room between two columns: for lines that turn off on either side, and for the name of the arrow between. */
const COLUMN_GAP = 190
const LANE_HEIGHT = 24
const STEM_GAP = 8
const MARGIN = 44
const HEAD_HEIGHT = 30

export interface Box {
  readonly state: string
  readonly column: number
  readonly row: number
  readonly x: number
  readonly y: number
}

export interface Head {
  readonly stage: string
  readonly x: number
}

/** One arrow, or one lane that several states share. */
export interface Wire {
  readonly key: string
  readonly action: string
  readonly by: FlowAction['by']
  readonly path: string
  /** Where its name stands, and how much room it has. */
  readonly x: number
  readonly y: number
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

const columnX = (column: number): number => MARGIN + column * (BOX_WIDTH + COLUMN_GAP)

const placeBoxes = (flow: FlowPicture, top: number): { boxes: Box[]; stages: string[] } => {
  const stages = [...new Set(flow.states.map((state) => state.stage))]
  const rows = new Map<string, number>()
  const boxes = flow.states.map(({ state, stage }) => {
    const row = rows.get(stage) ?? 0
    rows.set(stage, row + 1)
    const column = stages.indexOf(stage)
    return { state, column, row, x: columnX(column), y: top + row * (BOX_HEIGHT + ROW_GAP) }
  })
  return { boxes, stages }
}

/** An arrow between neighbours of one action each; all other ways of an action to one state share a lane. */
const linksOf = (flow: FlowPicture, boxes: readonly Box[]): { straight: Link[]; lanes: Link[] } => {
  const boxOf = new Map(boxes.map((box) => [box.state, box]))
  const straight: Link[] = []
  const lanes: Link[] = []
  for (const action of flow.actions) {
    const froms = action.from.flatMap((state) => boxOf.get(state) ?? [])
    for (const to of action.to.flatMap((state) => boxOf.get(state) ?? [])) {
      const near = froms.filter((from) => to.column - from.column === 1)
      const far = froms.filter((from) => to.column - from.column !== 1)
      straight.push(...near.map((from) => ({ action, froms: [from], to })))
      if (far.length > 0) lanes.push({ action, froms: far, to })
    }
  }
  return { straight, lanes }
}

const middle = (box: Box): number => box.y + BOX_HEIGHT / 2

const arrowBetween = ({ action, froms, to }: Link, rank: number): Wire => {
  const from = froms[0] as Box // a straight link has exactly one
  const startX = from.x + BOX_WIDTH
  const bend = startX + COLUMN_GAP / 2
  const flat = from.y === to.y
  const path = flat
    ? `M${startX} ${middle(from)}H${to.x}`
    : `M${startX} ${middle(from)}H${bend + rank * STEM_GAP}V${middle(to)}H${to.x}`
  return {
    key: `${action.action} ${from.state} ${to.state}`,
    action: action.action,
    by: action.by,
    path,
    x: bend,
    y: flat ? middle(from) : middle(to),
  }
}

/** A lane: a stem from the right side of each state, the lane, and the arrow into the left side of where it goes. */
const laneOf = ({ action, froms, to }: Link, laneY: number, index: number): Wire => {
  const out = STEM_GAP * (index + 1)
  const stems = froms.map((from) => {
    const portY = from.y + 12 + ((index * 7) % (BOX_HEIGHT - 24))
    return `M${from.x + BOX_WIDTH} ${portY}H${from.x + BOX_WIDTH + out}V${laneY}`
  })
  const inX = to.x - STEM_GAP * (index + 1)
  const portY = to.y + 12 + ((index * 7) % (BOX_HEIGHT - 24))
  const ends = [...froms.map((from) => from.x + BOX_WIDTH + out), inX]
  const path = `${stems.join('')}M${Math.min(...ends)} ${laneY}H${Math.max(...ends)}M${inX} ${laneY}V${portY}H${to.x}`
  return {
    key: `${action.action} lane ${to.state}`,
    action: action.action,
    by: action.by,
    path,
    x: (Math.min(...ends) + Math.max(...ends)) / 2,
    y: laneY,
  }
}

const spanOf = ({ froms, to }: Link): number => Math.max(...froms.map((from) => Math.abs(to.column - from.column)))

/** Draws a flow. Shorter lanes lie nearer to the boxes, so that lines cross as little as they can. */
export const drawFlow = (flow: FlowPicture): Drawing => {
  const isForward = (link: Link): boolean => link.froms.every((from) => link.to.column > from.column)
  const first = linksOf(flow, placeBoxes(flow, 0).boxes)
  const aboveCount = first.lanes.filter(isForward).length
  const top = HEAD_HEIGHT + LANE_HEIGHT * (aboveCount + 1)
  const { boxes, stages } = placeBoxes(flow, top)
  const { straight, lanes } = linksOf(flow, boxes)
  const bottom = Math.max(...boxes.map((box) => box.y)) + BOX_HEIGHT
  const bySpan = [...lanes].sort((one, other) => spanOf(one) - spanOf(other))
  const above = bySpan.filter(isForward)
  const below = bySpan.filter((link) => !isForward(link))
  const wires = [
    ...straight.map((link, index) => arrowBetween(link, index % 3)),
    ...above.map((link, index) => laneOf(link, top - LANE_HEIGHT * (index + 1), index)),
    ...below.map((link, index) => laneOf(link, bottom + LANE_HEIGHT * (index + 1), index)),
  ]
  return {
    width: columnX(stages.length - 1) + BOX_WIDTH + MARGIN + STEM_GAP * lanes.length,
    height: bottom + LANE_HEIGHT * (below.length + 1),
    heads: stages.map((stage, column) => ({ stage, x: columnX(column) })),
    boxes,
    wires,
  }
}
