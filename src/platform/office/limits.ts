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
/** Filled cells together, and their characters: what the server holds while people look at a preview. */
export const SHEET_CELLS_MAX = 1_500_000
export const SHEET_CHARS_MAX = 30_000_000
/** Strings that cells share, formats of cells (Excel ends at 65,490), and sheets. */
export const SHARED_STRINGS_MAX = 2_000_000
export const CELL_FORMATS_MAX = 65_536
export const SHEETS_MAX = 1_000
/** Rows among which the heading is looked for; above it stand titles and notes. */
export const HEADING_ROWS_MAX = 10
export const HEADING_CHARS_MAX = 100
/** Milliseconds for one file, and megabytes of heap for its reader, unless the caller says less. */
export const READ_MS_MAX = 10_000
export const READ_HEAP_MB = 256
/** Files read at the same time, and callers that may wait for their turn. */
export const READERS_MAX = 2
export const READERS_WAITING_MAX = 16
