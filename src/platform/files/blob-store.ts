import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { refusal } from './refusals.ts'

/** `key` opens the blob again; `sha256` is the hash of its bytes in hex, for checking. */
export interface StoredBlob {
  readonly key: string
  readonly sha256: string
  readonly byteCount: number
}

export interface OpenBlob {
  readonly stream: Readable
  readonly byteCount: number
}

/** Where bytes are kept. The same bytes get the same key, so a repeated `put` is harmless. */
export interface BlobStore {
  /** Keeps the bytes; they survive a crash once this has returned. Throws Refusal `files.storage_full`. */
  put(bytes: Uint8Array): Promise<StoredBlob>
  /** Throws Refusal `files.not_found` for a key that was never given out or was removed. */
  open(key: string): Promise<OpenBlob>
  /** Removes a blob for good; a key that is not there is no fault. The caller knows that nothing else refers to it. */
  remove(key: string): Promise<void>
}

/** A key is the hash of the bytes, so it can name nothing outside of the folder. */
const KEY = /^[0-9a-f]{64}$/u
/** No room on the disk, over the quota, or over the largest file that the system lets us write. */
const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

const codeOf = (fault: unknown): string | undefined => (fault as NodeJS.ErrnoException | undefined)?.code

/** A rename is kept only when the folder itself has reached the disk. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes beside the target and renames, so that a reader or a crash never meets half a file. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<void> => {
  const unfinished = `${path}.${randomUUID()}.unfinished`
  try {
    const handle = await open(unfinished, 'wx', 0o640)
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(unfinished, path)
    await syncFolder(dirname(path))
  } catch (fault) {
    await rm(unfinished, { force: true })
    throw FULL.has(codeOf(fault) ?? '') ? refusal('files.storage_full') : fault
  }
}

const sizeOf = async (path: string): Promise<number | undefined> => {
  try {
    return (await stat(path)).size
  } catch (fault) {
    if (codeOf(fault) === 'ENOENT') return undefined
    throw fault
  }
}

/**
 * A store in a folder of this machine, two levels of 256 folders deep. A blob whose file has the wrong length (a disk
 * that filled up under another program) is written again.
 */
export const createFileStore = (folder: string): BlobStore => {
  const pathOf = (key: string): string => {
    if (!KEY.test(key)) throw refusal('files.not_found')
    return join(folder, key.slice(0, 2), key.slice(2, 4), key)
  }
  return {
    put: async (bytes) => {
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(sha256)
      if ((await sizeOf(path)) !== bytes.byteLength) {
        await mkdir(dirname(path), { recursive: true, mode: 0o750 }).catch((fault) => {
          throw FULL.has(codeOf(fault) ?? '') ? refusal('files.storage_full') : fault
        })
        await writeWhole(path, bytes)
      }
      return { key: sha256, sha256, byteCount: bytes.byteLength }
    },
    open: async (key) => {
      const handle = await open(pathOf(key), 'r').catch((fault) => {
        throw codeOf(fault) === 'ENOENT' ? refusal('files.not_found') : fault
      })
      const { size } = await handle.stat()
      return { stream: handle.createReadStream(), byteCount: size }
    },
    remove: async (key) => {
      await rm(pathOf(key), { force: true })
    },
  }
}
