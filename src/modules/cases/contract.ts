/** What the world sees of cases 诉求事件: words, shapes, operations. One file a noun, all of them entered here. */
export * from './contract/vocabulary.ts'
export * from './contract/shape.ts'
export * from './contract/case.ts'
export * from './contract/action.ts'
export * from './contract/lifecycle.ts'
export * from './contract/config.ts'
export * from './contract/category.ts'
export * from './contract/import.ts'
