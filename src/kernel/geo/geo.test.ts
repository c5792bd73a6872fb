import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  areaOf,
  type Boundary,
  BOUNDARY_VERTICES_MAX,
  boundaryShape,
  boxOf,
  centroidOf,
  containsPoint,
  faultOfBoundary,
  isBoxWithin,
  labelPointOf,
  normalizeBoundary,
  overlapArea,
  unionOf,
  vertexCountOf,
} from '#kernel/geo'

type Pair = [number, number]

/** Around Kunming; a hundredth of a degree is about a kilometre there. */
const LONGITUDE = 102.7
const LATITUDE = 25.04

const polygonOf = (...rings: Pair[][]): Boundary => ({ type: 'Polygon', coordinates: rings })
const close = (ring: readonly Pair[]): Pair[] => [...ring, ring[0] as Pair]
const square = (x: number, y: number, size: number): Pair[] =>
  close([
    [x, y],
    [x + size, y],
    [x + size, y + size],
    [x, y + size],
  ])

/** A star-shaped polygon around a centre: radii in order of their angles, so that it never crosses itself. */
const starOf = (radii: readonly number[], x = LONGITUDE, y = LATITUDE): Pair[] =>
  close(
    radii.map((radius, index): Pair => {
      const angle = (2 * Math.PI * index) / radii.length
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]
    }),
  )

const radius = fc.double({ min: 0.002, max: 0.02, noNaN: true })
const radii = fc.array(radius, { minLength: 3, maxLength: 40 })
const offset = fc.double({ min: -0.02, max: 0.02, noNaN: true })

const isInTriangle = ([px, py]: Pair, [ax, ay]: Pair, [bx, by]: Pair, [cx, cy]: Pair): boolean => {
  const turn = (x1: number, y1: number, x2: number, y2: number): number => (x2 - x1) * (py - y1) - (y2 - y1) * (px - x1)
  const turns = [turn(ax, ay, bx, by), turn(bx, by, cx, cy), turn(cx, cy, ax, ay)]
  return turns.every((side) => side >= 0) || turns.every((side) => side <= 0)
}

const isClose = (one: number, other: number, ratio = 1e-6): boolean =>
  Math.abs(one - other) <= Math.max(Math.abs(one), Math.abs(other), 1) * ratio

test('a point is in a polygon exactly when it is in one of the triangles that make it up', () => {
  fc.assert(
    fc.property(radii, offset, offset, (lengths, dx, dy) => {
      const ring = starOf(lengths)
      const center: Pair = [LONGITUDE, LATITUDE]
      // three wide angles can leave the centre outside of the triangle fan's own polygon
      fc.pre(lengths.length >= 5)
      const point: Pair = [LONGITUDE + dx, LATITUDE + dy]
      const isInFan = ring
        .slice(0, -1)
        .some((from, index) => isInTriangle(point, center, from, ring[index + 1] as Pair))
      const isIn = containsPoint(polygonOf(ring), { longitude: point[0], latitude: point[1] })
      assert.equal(isIn, isInFan)
    }),
    { numRuns: 2000 },
  )
})

test('a point on an edge or a vertex, of a hole too, is in; one in a hole is not', () => {
  const ring = polygonOf(square(102, 25, 0.03), square(102.01, 25.01, 0.01))
  const isIn = (longitude: number, latitude: number): boolean => containsPoint(ring, { longitude, latitude })
  assert.ok(isIn(102, 25), 'a corner')
  assert.ok(isIn(102.015, 25), 'the lower edge')
  assert.ok(isIn(102.03, 25.02), 'the right edge')
  assert.ok(isIn(102.015, 25.01), 'the edge of the hole')
  assert.ok(!isIn(102.015, 25.015), 'in the hole')
  assert.ok(!isIn(102.031, 25.015) && !isIn(101.999, 25.015), 'beside it')
})

test('a point at the height of a vertex is counted once', () => {
  const kite = polygonOf(
    close([
      [102, 25],
      [102.01, 24.99],
      [102.02, 25],
      [102.01, 25.01],
    ]),
  )
  assert.ok(containsPoint(kite, { longitude: 102.005, latitude: 25 }))
  assert.ok(!containsPoint(kite, { longitude: 101.9, latitude: 25 }))
  assert.ok(!containsPoint(kite, { longitude: 101.99, latitude: 25.01 }))
})

test('the area of a box is that on the sphere, and a hole is taken off', () => {
  const box = square(102, 25, 0.1)
  const width = (0.1 * Math.PI) / 180
  const expected = 6_371_007.2 ** 2 * width * (Math.sin((25.1 * Math.PI) / 180) - Math.sin((25 * Math.PI) / 180))
  assert.ok(isClose(areaOf(polygonOf(box)), expected))
  const hole = square(102.02, 25.02, 0.05)
  assert.ok(isClose(areaOf(polygonOf(box, hole)), areaOf(polygonOf(box)) - areaOf(polygonOf(hole))))
  assert.ok(isClose(areaOf(polygonOf(box.toReversed())), expected), 'whichever way round')
})

/** Cuts a convex ring along the line between two of its vertices. */
const cut = (ring: readonly Pair[], from: number, to: number): [Pair[], Pair[]] => {
  const corners = ring.slice(0, -1)
  return [close(corners.slice(from, to + 1)), close([...corners.slice(to), ...corners.slice(0, from + 1)])]
}

const convex = fc
  .tuple(fc.integer({ min: 4, max: 40 }), radius, fc.nat(), fc.nat())
  .map(([count, length, one, other]) => {
    const from = one % (count - 2)
    return {
      ring: starOf(Array.from({ length: count }, () => length)),
      from,
      to: from + 2 + (other % (count - 2 - from)),
    }
  })
  .filter(({ ring, from, to }) => !(from === 0 && to === ring.length - 2))

test('the parts of a split add up to the whole, share only their border, and join to it again', () => {
  fc.assert(
    fc.property(convex, ({ ring, from, to }) => {
      const whole = normalizeBoundary(polygonOf(ring))
      const [one, other] = cut(normalizeBoundary(polygonOf(ring)).coordinates[0] as Pair[], from, to).map((part) =>
        polygonOf(part),
      )
      assert.ok(one && other)
      assert.ok(isClose(areaOf(one) + areaOf(other), areaOf(whole)))
      assert.ok(overlapArea(one, other) < 1e-3, 'a shared border is no overlap')
      assert.ok(isClose(overlapArea(one, whole), areaOf(one)))
      const union = unionOf([one, other])
      assert.equal(union.type, 'Polygon')
      assert.ok(isClose(areaOf(union), areaOf(whole)))
      assert.equal(faultOfBoundary(union), null)
    }),
    { numRuns: 300 },
  )
})

test('what two polygons have in common is the same as counted point by point', () => {
  fc.assert(
    fc.property(radii, radii, offset, offset, (first, second, dx, dy) => {
      fc.pre(first.length >= 5 && second.length >= 5)
      const one = polygonOf(starOf(first))
      const other = polygonOf(starOf(second, LONGITUDE + dx, LATITUDE + dy))
      const shared = overlapArea(one, other)
      assert.ok(isClose(shared, overlapArea(other, one)))
      assert.ok(shared <= Math.min(areaOf(one), areaOf(other)) * (1 + 1e-9))
      const box = boxOf(one)
      const STEPS = 60
      let hits = 0
      for (let column = 0; column < STEPS; column += 1) {
        for (let row = 0; row < STEPS; row += 1) {
          const longitude = box.longitudeMin + ((column + 0.5) / STEPS) * (box.longitudeMax - box.longitudeMin)
          const latitude = box.latitudeMin + ((row + 0.5) / STEPS) * (box.latitudeMax - box.latitudeMin)
          if (containsPoint(one, { longitude, latitude }) && containsPoint(other, { longitude, latitude })) hits += 1
        }
      }
      const boxArea = areaOf(
        polygonOf(
          close([
            [box.longitudeMin, box.latitudeMin],
            [box.longitudeMax, box.latitudeMin],
            [box.longitudeMax, box.latitudeMax],
            [box.longitudeMin, box.latitudeMax],
          ]),
        ),
      )
      assert.ok(Math.abs(shared - (hits / STEPS ** 2) * boxArea) < boxArea * 0.03, `${shared} against ${hits}`)
    }),
    { numRuns: 100 },
  )
})

test('a polygon has itself in common with itself, and nothing with its hole', () => {
  const ring = polygonOf(square(102, 25, 0.03), square(102.01, 25.01, 0.01))
  assert.ok(isClose(overlapArea(ring, ring), areaOf(ring)))
  assert.ok(overlapArea(ring, polygonOf(square(102.01, 25.01, 0.01))) < 1e-3)
})

test('the pin of a place always lies in it, also when its centroid does not', () => {
  const horseshoe = polygonOf(
    close([
      [102, 25],
      [102.03, 25],
      [102.03, 25.03],
      [102.02, 25.03],
      [102.02, 25.01],
      [102.01, 25.01],
      [102.01, 25.03],
      [102, 25.03],
    ]),
  )
  const [longitude, latitude] = centroidOf(horseshoe)
  assert.ok(!containsPoint(horseshoe, { longitude, latitude }))
  assert.ok(containsPoint(horseshoe, labelPointOf(horseshoe)))
  fc.assert(
    fc.property(radii, (lengths) =>
      containsPoint(polygonOf(starOf(lengths)), labelPointOf(polygonOf(starOf(lengths)))),
    ),
  )
})

test('the centroid of a square is its middle, and a hole pushes it away', () => {
  const [x, y] = centroidOf(polygonOf(square(102, 25, 0.02)))
  assert.ok(isClose(x, 102.01) && isClose(y, 25.01))
  const [pushed] = centroidOf(polygonOf(square(102, 25, 0.02), square(102.001, 25.005, 0.005)))
  assert.ok(pushed > 102.0101)
})

const faults: readonly [Boundary, ReturnType<typeof faultOfBoundary>][] = [
  [polygonOf(square(102, 25, 0.01)), null],
  [polygonOf(square(102, 25, 0.01).slice(0, -1)), 'ring_not_closed'],
  [
    polygonOf([
      [102, 25],
      [102.01, 25],
      [102.01, 25],
      [102, 25],
    ]),
    'ring_too_short',
  ],
  [polygonOf(square(102, 25, 1e-6)), 'no_area'],
  [
    polygonOf([
      [102, 25],
      [102.01, 25],
      [102.02, 25],
      [102, 25],
    ]),
    'edges_cross',
  ],
  [
    polygonOf([
      [102, 25],
      [102.01, 25.01],
      [102.01, 25],
      [102, 25.01],
      [102, 25],
    ]),
    'edges_cross',
  ],
  [
    polygonOf([
      [182, 25],
      [182.01, 25],
      [182.01, 25.01],
      [182, 25],
    ]),
    'position_not_possible',
  ],
  [
    polygonOf([
      [Number.NaN, 25],
      [102.01, 25],
      [102.01, 25.01],
      [Number.NaN, 25],
    ]),
    'position_not_possible',
  ],
  [polygonOf(square(102, 25, 0.01), square(102.02, 25, 0.005)), 'hole_outside'],
  [polygonOf(square(102, 25, 0.01), square(102.005, 25.005, 0.01)), 'edges_cross'],
  [polygonOf(square(102, 25, 0.03), square(102.001, 25.001, 0.02), square(102.005, 25.005, 0.005)), 'hole_outside'],
  [{ type: 'MultiPolygon', coordinates: [[square(102, 25, 0.01)], [square(102.005, 25, 0.01)]] }, 'parts_overlap'],
  [{ type: 'MultiPolygon', coordinates: [[square(102, 25, 0.02)], [square(102.005, 25.005, 0.005)]] }, 'parts_overlap'],
  [{ type: 'MultiPolygon', coordinates: [[square(102, 25, 0.01)], [square(102.01, 25, 0.01)]] }, null],
  [
    polygonOf(
      close([
        [102, 25],
        [102.02, 25],
        [102.02, 25.02],
        [102.01, 25],
        [102, 25.02],
      ]),
    ),
    'edges_cross',
  ],
  [polygonOf(starOf(Array.from({ length: BOUNDARY_VERTICES_MAX + 1 }, () => 0.1))), 'too_many_vertices'],
]

test('every fault of a boundary is told by name', () => {
  for (const [boundary, expected] of faults)
    assert.equal(faultOfBoundary(boundary), expected, JSON.stringify(boundary).slice(0, 200))
})

test('a star is always sound, and never when two of its vertices change places across it', () => {
  fc.assert(fc.property(radii, (lengths) => faultOfBoundary(polygonOf(starOf(lengths))) === null))
  fc.assert(
    fc.property(fc.array(radius, { minLength: 6, maxLength: 30 }), (lengths) => {
      const even = starOf(lengths.map(() => 0.01)).slice(0, -1)
      const half = Math.floor(even.length / 2)
      const swapped = even.with(0, even[half] as Pair).with(half, even[0] as Pair)
      assert.equal(faultOfBoundary(polygonOf(close(swapped))), 'edges_cross')
    }),
  )
})

test('a boundary is kept to a centimetre, one way round, without doubled vertices; doing it twice changes nothing', () => {
  const raw: Boundary = {
    type: 'Polygon',
    coordinates: [
      [
        [102, 25, 1900],
        [102, 25.01, 1900],
        [102.01000000004, 25.01],
        [102.01, 25.01],
        [102.01, 25],
        [102, 25],
      ],
    ],
  }
  const kept = normalizeBoundary(raw)
  assert.deepEqual(
    kept,
    polygonOf(
      close([
        [102, 25],
        [102.01, 25],
        [102.01, 25.01],
        [102, 25.01],
      ]),
    ),
  )
  assert.deepEqual(normalizeBoundary(kept), kept)
  assert.equal(vertexCountOf(kept), 4)
  fc.assert(
    fc.property(radii, (lengths) =>
      assert.deepEqual(
        normalizeBoundary(normalizeBoundary(polygonOf(starOf(lengths)))),
        normalizeBoundary(polygonOf(starOf(lengths))),
      ),
    ),
  )
})

test('neighbours join although one of them drew more vertices along the common border', () => {
  const left = polygonOf(square(102, 25, 0.01))
  const right = polygonOf(
    close([
      [102.01, 25],
      [102.02, 25],
      [102.02, 25.01],
      [102.01, 25.01],
      [102.01, 25.006],
      [102.01, 25.003],
    ]),
  )
  assert.deepEqual(
    unionOf([left, right]),
    polygonOf(
      close([
        [102, 25],
        [102.02, 25],
        [102.02, 25.01],
        [102, 25.01],
      ]),
    ),
  )
})

test('a ring of eight squares joins to one with a hole, and squares that touch in a corner stay two', () => {
  const cells = [0, 1, 2].flatMap((x) => [0, 1, 2].map((y) => [x, y] as const)).filter(([x, y]) => x !== 1 || y !== 1)
  const union = unionOf(cells.map(([x, y]) => polygonOf(square(102 + x * 0.01, 25 + y * 0.01, 0.01))))
  assert.equal(union.type, 'Polygon')
  assert.equal(union.coordinates.length, 2)
  assert.equal(faultOfBoundary(union), null)
  const corners = unionOf([polygonOf(square(102, 25, 0.01)), polygonOf(square(102.01, 25.01, 0.01))])
  assert.equal(corners.type, 'MultiPolygon')
})

test('parts whose borders do not match stay parts, and nothing of their area is lost', () => {
  const gap = unionOf([polygonOf(square(102, 25, 0.01)), polygonOf(square(102.0100005, 25.002, 0.005))])
  assert.equal(gap.type, 'MultiPolygon')
  assert.ok(
    isClose(
      areaOf(gap),
      areaOf(polygonOf(square(102, 25, 0.01))) + areaOf(polygonOf(square(102.0100005, 25.002, 0.005))),
    ),
  )
})

test('a box lies in another with the tolerance and not beyond', () => {
  const outer = boxOf(polygonOf(square(102, 25, 0.01)))
  const inner = boxOf(polygonOf(square(101.9995, 25, 0.01)))
  assert.ok(isBoxWithin(inner, outer, 0.001))
  assert.ok(!isBoxWithin(inner, outer, 0.0001))
})

test('a boundary of the allowed size is checked, measured and joined in seconds', () => {
  const large = polygonOf(
    starOf(Array.from({ length: BOUNDARY_VERTICES_MAX }, (_, index) => 0.1 + 0.01 * Math.sin(index))),
  )
  const shifted = polygonOf(
    starOf(
      Array.from({ length: BOUNDARY_VERTICES_MAX }, () => 0.1),
      LONGITUDE + 0.1,
    ),
  )
  const startedAt = performance.now()
  assert.equal(faultOfBoundary(large), null)
  assert.ok(overlapArea(large, shifted) > 0)
  unionOf([large])
  assert.ok(performance.now() - startedAt < 5_000, `${performance.now() - startedAt} ms`)
})

test('the shape takes GeoJSON as drawing programs write it and refuses what is none', () => {
  assert.ok(
    boundaryShape.safeParse({
      type: 'Polygon',
      coordinates: [
        [
          [102, 25, 3],
          [103, 25],
          [103, 26],
          [102, 25],
        ],
      ],
    }).success,
  )
  for (const wrong of [
    { type: 'Point', coordinates: [102, 25] },
    { type: 'Polygon', coordinates: [] },
    {
      type: 'Polygon',
      coordinates: [
        [
          [102, 25],
          [103, 25],
          [102, 25],
        ],
      ],
    },
    { type: 'Polygon', coordinates: [[[102], [103, 25], [103, 26], [102, 25]]] },
    {
      type: 'Polygon',
      coordinates: [
        [
          ['102', 25],
          [103, 25],
          [103, 26],
          [102, 25],
        ],
      ],
    },
    { type: 'MultiPolygon', coordinates: [] },
  ]) {
    assert.ok(!boundaryShape.safeParse(wrong).success, JSON.stringify(wrong))
  }
})
