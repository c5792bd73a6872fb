// Writes `migrations/landed.txt`: the migrations of a release with their checksums. From then on a test refuses every
// change of them; what is to change comes in a new file.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { migrationFolder, readMigrations } from '#platform/db'

const file = join(migrationFolder, 'landed.txt')

writeFileSync(
  file,
  readMigrations()
    .map(({ name, checksum }) => `${checksum}  ${name}\n`)
    .join(''),
)
console.log(file)
