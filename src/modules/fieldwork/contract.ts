/** What the world sees of fieldwork 网格巡查: words, shapes, operations. One file a noun, all of them entered here. */
export * from './contract/vocabulary.ts'
export * from './contract/route.ts'
export * from './contract/patrol.ts'
export * from './contract/coverage.ts'
export * from './contract/action.ts'
