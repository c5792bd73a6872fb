import type { Actor, Role } from '#kernel/role'
import { type Ctx, newId, type Services, systemCtx } from '#platform/context'
import { createPerson } from '#modules/identity/contract'
import { createOrganization } from '#modules/organizations/contract'
import { createDistrict, createPlace, type Place, setBoundary } from '#modules/places/contract'
import { createAppointment, createPost, type Manner } from '#modules/posts/contract'
import type { DemoCommunity, DemoDistrict, DemoStreet } from './districts.ts'
import { boxAround, centerOf, cutInto, type Outline, toPolygon } from './outline.ts'
import { createDraw, demoPhone, type Draw, personName } from './people.ts'

/** When the demo's people took their posts. */
export const POSTS_BEGIN_ON = '2026-01-05'
const VALID_FROM = '2020-01-01'
const HALF_WIDTH_DEGREES = 0.1
const HALF_HEIGHT_DEGREES = 0.08
const RESIDENTS_PER_COMMUNITY = 3
/** One grid in so many has nobody yet: a vacancy to be seen. */
const VACANT_EVERY = 9

interface BuiltPlace {
  readonly id: number
  readonly path: string
  readonly name: string
}

/** Somebody of the demo, with the posts held: who acts in a played case. */
export interface Member {
  readonly actor: Actor
  readonly role: Role
  readonly placePath: string
  readonly organizationId: string | null
  readonly organizationName: string | null
}

export interface BuiltCommunity {
  /** People who live here and hold no post. */
  readonly residents: readonly Actor[]
  readonly place: BuiltPlace
  readonly street: BuiltPlace
  readonly grids: ReadonlyArray<BuiltPlace & { readonly outline: Outline }>
  readonly compounds: ReadonlyArray<BuiltPlace & { readonly grid: number }>
  readonly organizationId: string
  readonly streetOrganizationId: string
}

export interface BuiltDistrict {
  readonly key: DemoDistrict['key']
  readonly districtId: number
  readonly placeId: number
  readonly path: string
  readonly communities: readonly BuiltCommunity[]
  readonly busiest: BuiltCommunity
  readonly members: readonly Member[]
  readonly departments: ReadonlyArray<{ readonly id: string; readonly shortName: string; readonly duty: string }>
}

/** What building a district needs at hand. */
interface Site {
  readonly ctx: () => Ctx
  readonly services: Services
  readonly draw: Draw
  readonly number: number
  readonly members: Member[]
  people: number
}

/** A district and its city, before anything stands in it. */
export const foundDistrict = (services: Services, demo: DemoDistrict): Promise<Place> => {
  const first = systemCtx(services, 0)
  return services.operations.perform({ ...first, requestId: newId(first) }, createDistrict, {
    city: demo.city,
    name: demo.name,
    code: demo.code,
    center: { longitude: demo.center[0], latitude: demo.center[1] },
    validFrom: VALID_FROM,
  })
}

/** Builds one district through the operations that its administrators would use. */
export const buildDistrict = async (
  services: Services,
  demo: DemoDistrict,
  district: Place,
  number: number,
): Promise<BuiltDistrict> => {
  const base = systemCtx(services, district.districtId ?? district.id)
  const site: Site = {
    ctx: () => ({ ...base, requestId: newId(base) }),
    services,
    draw: createDraw(number * 7919),
    number,
    members: [],
    people: 0,
  }
  const outline = boxAround(demo.center, HALF_WIDTH_DEGREES, HALF_HEIGHT_DEGREES)
  await drawOutline(site, district.id, district.version, outline)
  const departments = await buildDepartments(site, demo, district)
  const streetOutlines = cutInto(outline, demo.streets.length, () => site.draw(200) / 100 - 1)
  const communities: BuiltCommunity[] = []
  for (const [index, street] of demo.streets.entries()) {
    const streetOutline = streetOutlines[index]
    if (streetOutline) communities.push(...(await buildStreet(site, demo, district, street, index, streetOutline)))
  }
  const busiest = communities.find(({ place }) => place.name === demo.busiest) ?? communities[0]
  if (!busiest) throw new Error(`${demo.name} has no communities`)
  const { key } = demo
  const { districtId } = base
  const { id: placeId, path } = district
  return { key, districtId, placeId, path, communities, busiest, members: site.members, departments }
}

const drawOutline = async (site: Site, placeId: number, version: number, outline: Outline): Promise<void> => {
  await site.services.operations.perform(site.ctx(), setBoundary, { placeId, version, boundary: toPolygon(outline) })
}

const addPlace = async (
  site: Site,
  parentId: number,
  draft: {
    level: 'street' | 'community' | 'grid' | 'compound'
    name: string
    code: string
    compoundKind?: 'old' | 'resettlement' | 'commercial' | 'unit' | 'selfBuilt'
  },
  outline: Outline | null,
): Promise<BuiltPlace> => {
  const [longitude, latitude] = outline ? centerOf(outline) : [null, null]
  const place = await site.services.operations.perform(site.ctx(), createPlace, {
    parentId,
    validFrom: VALID_FROM,
    center: longitude === null || latitude === null ? null : { longitude, latitude },
    ...draft,
  })
  if (outline && draft.level !== 'compound') await drawOutline(site, place.id, place.version, outline)
  return { id: place.id, path: place.path, name: place.name }
}

const addOrganization = async (
  site: Site,
  kind: 'department' | 'street' | 'community',
  name: string,
  shortName: string,
  placeId: number,
  duty: string | null = null,
): Promise<string> => {
  const organization = await site.services.operations.perform(site.ctx(), createOrganization, {
    kind,
    name,
    shortName,
    placeId,
    duty,
  })
  return organization.id
}

/** A post with its seats, and people appointed to the first `holderCount` of them. */
const staff = async (
  site: Site,
  post: {
    role: Exclude<Role, 'resident'>
    title: string
    place: BuiltPlace
    organization?: { id: string; name: string } | undefined
    manner?: Manner
  },
  holderCount: number,
  seatCount = Math.max(1, holderCount),
): Promise<void> => {
  const { operations } = site.services
  const organizationId = post.organization?.id ?? null
  const made = await operations.perform(site.ctx(), createPost, {
    role: post.role,
    title: post.title,
    placeId: post.place.id,
    organizationId,
    seatCount,
  })
  for (let seat = 0; seat < holderCount; seat += 1) {
    site.people += 1
    const name = personName(site.draw)
    const person = await operations.perform(site.ctx(), createPerson, {
      name,
      phone: demoPhone(site.number, site.people),
      placeId: post.place.id,
    })
    await operations.perform(site.ctx(), createAppointment, {
      postId: made.id,
      personId: person.id,
      startsOn: POSTS_BEGIN_ON as never,
      ...(post.manner ? { manner: post.manner } : {}),
    })
    const actor: Actor = {
      kind: 'person',
      personId: person.id,
      name,
      posts: [{ id: made.id, role: post.role, placeId: post.place.id, placePath: post.place.path, organizationId }],
    }
    site.members.push({
      actor,
      role: post.role,
      placePath: post.place.path,
      organizationId,
      organizationName: post.organization?.name ?? null,
    })
  }
}

const buildDepartments = async (
  site: Site,
  demo: DemoDistrict,
  district: BuiltPlace,
): Promise<BuiltDistrict['departments']> => {
  const departments: { id: string; shortName: string; duty: string }[] = []
  for (const [name, shortName, duty] of demo.departments) {
    const id = await addOrganization(site, 'department', name, shortName, district.id, duty)
    departments.push({ id, shortName, duty })
    await staff(
      site,
      { role: 'departmentOfficer', title: `${shortName}经办`, place: district, organization: { id, name: shortName } },
      2,
    )
  }
  await staff(site, { role: 'administrator', title: '系统管理员', place: district }, 1)
  await staff(site, { role: 'dispatcher', title: '指挥中心派遣员', place: district }, 2)
  await staff(site, { role: 'leader', title: `${demo.name}分管领导`, place: district }, 1)
  return departments
}

const numbered = (code: string, digits: number, number: number, tail: string): string =>
  `${code}${String(number).padStart(digits, '0')}${tail}`

const buildStreet = async (
  site: Site,
  demo: DemoDistrict,
  district: BuiltPlace,
  street: DemoStreet,
  index: number,
  outline: Outline,
): Promise<BuiltCommunity[]> => {
  const code = numbered(demo.code.slice(0, 6), 3, index + 1, '000')
  const place = await addPlace(site, district.id, { level: 'street', name: street.name, code }, outline)
  const name = street.name.endsWith('镇') ? `${street.name}人民政府` : `${street.name}办事处`
  const organizationId = await addOrganization(site, 'street', `${demo.name}${name}`, street.name, place.id)
  const organization = { id: organizationId, name: street.name }
  await staff(site, { role: 'streetOfficer', title: '街道工作人员', place, organization }, 2)
  await staff(site, { role: 'gridInstructor', title: '网格指导员', place, manner: 'sunk' }, 1)
  const outlines = cutInto(outline, street.communities.length, () => site.draw(200) / 100 - 1)
  const built: BuiltCommunity[] = []
  for (const [at, community] of street.communities.entries()) {
    const shape = outlines[at]
    const communityCode = numbered(code.slice(0, 9), 3, at + 1, '')
    if (shape) built.push(await buildCommunity(site, place, organizationId, community, communityCode, shape))
  }
  return built
}

const buildCommunity = async (
  site: Site,
  street: BuiltPlace,
  streetOrganizationId: string,
  community: DemoCommunity,
  code: string,
  outline: Outline,
): Promise<BuiltCommunity> => {
  const place = await addPlace(site, street.id, { level: 'community', name: community.name, code }, outline)
  const body = community.name.endsWith('村') ? '村民委员会' : '居民委员会'
  const organizationId = await addOrganization(
    site,
    'community',
    `${street.name}${community.name}${body}`,
    community.name,
    place.id,
  )
  const organization = { id: organizationId, name: community.name }
  await staff(site, { role: 'communitySecretary', title: '社区书记', place, organization }, 1)
  await staff(site, { role: 'communityWorker', title: '社区工作者', place, organization }, 2)
  await staff(site, { role: 'stationLeader', title: '网格工作站站长', place }, 1)
  const outlines = cutInto(outline, community.gridCount, () => site.draw(200) / 100 - 1)
  const grids: Array<BuiltPlace & { outline: Outline }> = []
  for (const [index, shape] of outlines.entries()) {
    const grid = await addPlace(
      site,
      place.id,
      { level: 'grid', name: `第 ${index + 1} 网格`, code: `${code}-${String(index + 1).padStart(2, '0')}` },
      shape,
    )
    grids.push({ ...grid, outline: shape })
    const isVacant = site.draw(VACANT_EVERY) === 0
    await staff(site, { role: 'gridLeader', title: '网格长', place: grid, organization, manner: 'partTime' }, 1)
    await staff(site, { role: 'gridWorker', title: '网格员', place: grid, organization }, isVacant ? 0 : 1, 1)
  }
  const compounds: Array<BuiltPlace & { grid: number }> = []
  for (const [index, [name, kind]] of community.compounds.entries()) {
    const grid = index % grids.length
    const parent = grids[grid]
    if (!parent) continue
    const compound = await addPlace(
      site,
      parent.id,
      { level: 'compound', name, code: `${code}-X${index + 1}`, compoundKind: kind },
      parent.outline,
    )
    compounds.push({ ...compound, grid })
  }
  const residents: Actor[] = []
  for (let count = 0; count < RESIDENTS_PER_COMMUNITY; count += 1) residents.push(await addResident(site, place))
  return { place, street, grids, compounds, organizationId, streetOrganizationId, residents }
}

const addResident = async (site: Site, place: BuiltPlace): Promise<Actor> => {
  site.people += 1
  const name = personName(site.draw)
  const phone = demoPhone(site.number, site.people)
  const person = await site.services.operations.perform(site.ctx(), createPerson, { name, phone, placeId: place.id })
  return { kind: 'person', personId: person.id, name, posts: [] }
}
