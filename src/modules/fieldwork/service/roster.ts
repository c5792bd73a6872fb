import { z } from 'zod'
import { idShape } from '#kernel/id'
import type { InputOf } from '#kernel/operation'
import { cutPage, type Page, readCursorAs } from '#kernel/page'
import { Refusal } from '#kernel/refusal'
import { loadPerson } from '#modules/identity'
import { loadOrganization } from '#modules/organizations'
import { loadPlace } from '#modules/places'
import { newId, requirePermission, type Tx } from '#platform/context'
import { refuseTaken } from '#platform/db'
import * as contract from '../contract.ts'
import * as store from '../store.ts'
import { dayFrom, loadTeam, today } from './guard.ts'
import { planTeam } from './plan.ts'

const cursor = z.tuple([idShape])

/** Who of a team is on duty; read by whoever reads the fieldwork of the place it serves. */
export const listRoster = async (
  tx: Tx,
  input: InputOf<typeof contract.listRoster>,
): Promise<Page<store.RosterRow>> => {
  const team = await loadOrganization(tx, input.organizationId)
  requirePermission(tx, contract.listRoster, { placePath: (await loadPlace(tx, team.place_id)).path })
  const after = readCursorAs(input.cursor, cursor)
  const on = input.state === 'any' ? null : today(tx)
  const rows = await store.listRoster(tx, team.id, { on, afterId: after?.[0] ?? null, limit: input.limit })
  return cutPage(rows, input.limit, (row) => [row.id])
}

/** The place of a team gives the permission to plan it. */
const requireTeam = async (
  tx: Tx,
  operation: typeof contract.addToRoster | typeof contract.endRoster,
  placeId: number,
) => requirePermission(tx, operation, { placePath: (await loadPlace(tx, placeId)).path })

export const addToRoster = async (tx: Tx, input: InputOf<typeof contract.addToRoster>): Promise<store.RosterRow> => {
  const team = await loadTeam(tx, input.organizationId)
  await requireTeam(tx, contract.addToRoster, team.place_id)
  const person = await loadPerson(tx, input.personId)
  const row: store.RosterRow = {
    district_id: tx.districtId,
    id: newId(tx),
    organization_id: team.id,
    person_id: person.id,
    weekdays: [...input.weekdays].sort(),
    starts_on: dayFrom(tx, input.startsOn, today(tx)),
    ends_on: null,
    created_at: tx.now(),
  }
  const taken = { roster_once: 'fieldwork.roster_conflict' }
  await refuseTaken(taken, { name: person.name }, () => store.insertRosterLine(tx, row))
  await planTeam(tx, team.id)
  return row
}

export const endRoster = async (tx: Tx, input: InputOf<typeof contract.endRoster>): Promise<store.RosterRow> => {
  const row = await store.lockRosterLine(tx, input.id)
  if (!row) throw new Refusal('fieldwork.roster_not_found', { id: input.id })
  const team = await loadOrganization(tx, row.organization_id)
  await requireTeam(tx, contract.endRoster, team.place_id)
  if (row.ends_on !== null && row.ends_on <= today(tx)) throw new Refusal('fieldwork.roster_ended', { on: row.ends_on })
  const earliest = row.starts_on > today(tx) ? row.starts_on : today(tx)
  const on = dayFrom(tx, input.on, earliest)
  await store.endRosterLine(tx, row.id, on)
  await planTeam(tx, team.id)
  return { ...row, ends_on: on }
}
