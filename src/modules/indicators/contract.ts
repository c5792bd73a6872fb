/** What the world sees of indicators 考核指标: words, shapes, operations. */
export * from './contract/vocabulary.ts'
export * from './contract/indicator.ts'
export * from './contract/exclusion.ts'
