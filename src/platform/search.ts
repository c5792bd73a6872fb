/** Chinese search without a segmenter: the caller stores `searchTokens` and `foldText`, and asks with `searchQuery`. */
export { foldText, SEARCH_TEXT_CHARS_MAX } from './search/fold.ts'
export type { NameKind } from './search/pinyin.ts'
export { nameSearchText, pinyinInitials, pinyinKey } from './search/pinyin.ts'
export type { SearchQuery } from './search/tokens.ts'
export { searchQuery, searchTokens } from './search/tokens.ts'
export {
  type Document,
  findDocuments,
  type Hit,
  idsWithWords,
  indexDocument,
  indexingOf,
  type SearchFilter,
} from './search/document.ts'
