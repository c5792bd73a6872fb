const NAME_LENGTH_MAX = 200
/** Control characters, what a file system forbids, and marks that turn the direction of writing (evil\u202Egpj.exe). */
const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}<>:"/\\|?*]/gu

/**
 * The name under which an uploaded file is handed out again: without folders and without what a name must not hold, with
 * the ending of what the file really is.
 */
export const fileNameOf = (uploadedName: string, extension: string): string => {
  const last = uploadedName.split(/[/\\]/).at(-1) ?? ''
  const stem = last
    .replace(/\.[^.]*$/u, '')
    .replace(FORBIDDEN, '')
    .replace(/^[.\s]+|[.\s]+$/gu, '')
  const characters = [...stem].slice(0, NAME_LENGTH_MAX - extension.length - 1)
  return `${characters.length > 0 ? characters.join('') : 'file'}.${extension}`
}
