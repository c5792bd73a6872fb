/** What the world sees of hazards 隐患排查: words, shapes, operations. One file a noun, all of them entered here. */
export * from './contract/vocabulary.ts'
export * from './contract/catalogue.ts'
export * from './contract/site.ts'
export * from './contract/campaign.ts'
export * from './contract/inspection.ts'
export * from './contract/hazard.ts'
export * from './contract/action.ts'
