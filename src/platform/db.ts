export { byKeys, type Database, type Db, openDatabase } from './db/connect.ts'
export { migrate, migrationFolder, readMigrations } from './db/migrate.ts'
export { refuseTaken } from './db/violation.ts'
