const DIGITS = 6

/** What doors are sorted by: every number padded, so that 2 单元 3 号 stands before 10 单元 1 号. */
export const doorKeyOf = (door: string): string =>
  door
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\d+/gu, (digits) => digits.padStart(DIGITS, '0'))

/** One way of writing a door: full width figures and blanks are not another door. */
export const plainDoor = (door: string): string => door.normalize('NFKC').replace(/\s+/gu, ' ').trim()
