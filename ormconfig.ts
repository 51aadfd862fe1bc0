import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from './src/app.persistence.js';
import { databaseOptions } from './src/platform/database/database-options.js';

const url = process.env['DATABASE_URL'];
if (url === undefined) throw new Error('DATABASE_URL is not set: ormconfig works on a database you name');

/** For the TypeORM command line: the same options as the app's. */
export default new DataSource(databaseOptions({ url, poolMax: 2, entities: ENTITIES, migrations: MIGRATIONS }));
