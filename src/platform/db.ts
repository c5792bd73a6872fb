export { type Database, type Db, openDatabase } from './db/connect.ts'
export { migrate, migrationFolder, readMigrations } from './db/migrate.ts'
