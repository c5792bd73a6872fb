import { checkBornOn } from './person.ts'

/** A person as a file names it; what the file does not say is undefined. */
export interface ImportedPerson {
  readonly line: number
  readonly name: string
  readonly phone?: string | undefined
  readonly address?: string | undefined
  readonly gender?: 'female' | 'male' | undefined
  readonly bornOn?: string | undefined
  readonly isPartyMember?: boolean | undefined
}

/** Who is there already: whoever has one of the phones, and those of the same place who have none. */
export interface KnownPersons {
  readonly nameByPhone: ReadonlyMap<string, string>
  readonly withoutPhone: readonly { readonly name: string; readonly bornOn: string | null }[]
}

export interface PlannedPerson {
  readonly row: ImportedPerson
  readonly change: 'create' | 'same' | 'bad'
  readonly fault: { readonly column: 'name' | 'phone' | 'bornOn'; readonly code: string } | null
}

/** Without a phone, somebody is known again by name and birthday at the same place. */
const keyOf = (name: string, bornOn: string | null | undefined): string => `${name} ${bornOn ?? ''}`

/**
 * What each row of a file would do. A phone that somebody of the same name has is that person, who is left as is: a
 * file never overwrites. A phone of somebody of another name, or twice in the file, is a fault to be looked at.
 */
export const planImport = (rows: readonly ImportedPerson[], known: KnownPersons, today: string): PlannedPerson[] => {
  const knownWithout = new Set(known.withoutPhone.map(({ name, bornOn }) => keyOf(name, bornOn)))
  const seen = new Set<string>()
  const planOne = (row: ImportedPerson): Omit<PlannedPerson, 'row'> => {
    const bad = (column: 'name' | 'phone' | 'bornOn', code: string) => ({
      change: 'bad' as const,
      fault: { column, code },
    })
    if (!checkBornOn(row.bornOn ?? null, today).ok) return bad('bornOn', 'identity.born_later')
    const key = row.phone ?? keyOf(row.name, row.bornOn)
    if (seen.has(key)) return row.phone ? bad('phone', 'identity.phone_twice') : bad('name', 'identity.name_twice')
    seen.add(key)
    const owner = row.phone === undefined ? undefined : known.nameByPhone.get(row.phone)
    if (owner !== undefined && owner !== row.name) return bad('phone', 'identity.phone_of_other')
    const isKnown = owner !== undefined || (row.phone === undefined && knownWithout.has(key))
    return { change: isKnown ? 'same' : 'create', fault: null }
  }
  return rows.map((row) => ({ row, ...planOne(row) }))
}
