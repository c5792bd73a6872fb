/** What the world sees of visits 走访联系: words, shapes, operations. One file a noun, all of them entered here. */
export * from './contract/vocabulary.ts'
export * from './contract/household.ts'
export * from './contract/programme.ts'
export * from './contract/assignment.ts'
export * from './contract/visit.ts'
export * from './contract/coverage.ts'
