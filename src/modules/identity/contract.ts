/** What identity can do, as the world sees it: one file a noun. */
export * from './contract/access.ts'
export * from './contract/credential.ts'
export * from './contract/me.ts'
export * from './contract/person.ts'
export * from './contract/session.ts'
export * from './contract/shapes.ts'
