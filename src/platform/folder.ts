import path from 'node:path'

/**
 * The folder of this copy of Gongzhi. What is built for `npm start` stands as deep in it as this file does: `dist/start`
 * and `src/platform`.
 */
export const projectFolder = path.resolve(import.meta.dirname, '../..')
