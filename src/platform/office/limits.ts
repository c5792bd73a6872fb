/** Limits of what is read. Each can be reached by an honest file only by being too large for one import. */

/** Bytes of the file as uploaded, unless the caller says less. */
export const SHEET_BYTES_MAX = 20 * 1024 * 1024
/** Bytes of one part of a workbook when unpacked. It is read in pieces, so this bounds time, not memory. */
export const PART_BYTES_MAX = 512 * 1024 * 1024
/** Data rows, unless the caller says less. */
export const SHEET_ROWS_MAX = 50_000
export const SHEET_COLUMNS_MAX = 256
/** Characters of one cell; Excel itself ends there. */
export const CELL_CHARS_MAX = 32_767
/** Characters of all cells together, and of all shared strings. */
export const SHEET_CHARS_MAX = 40_000_000
export const SHARED_STRINGS_MAX = 2_000_000
/** Rows among which the heading is looked for; above it stand titles and notes. */
export const HEADING_ROWS_MAX = 10
export const HEADING_CHARS_MAX = 100
/** Milliseconds for one file, and megabytes of heap for its worker. */
export const READ_MS_MAX = 10_000
export const READ_HEAP_MB = 256
/** Files read at the same time, and callers that may wait for their turn. */
export const READERS_MAX = 2
export const READERS_WAITING_MAX = 16
