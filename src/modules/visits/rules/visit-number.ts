const RUNNING_DIGITS = 4

/** 走访 of a day in its order: ZF-260618-0007. */
export const visitNumber = (on: string, running: number): string =>
  `ZF-${on.slice(2).replaceAll('-', '')}-${String(running).padStart(RUNNING_DIGITS, '0')}`

/** What the case of a finding is numbered by in the channel `visit`: the visit is found again by it. */
export const findingNumber = (visit: string, number: number): string => `${visit}-${number}`
