import { applyMigrations } from './app.migrations.js';

/** `npm run migrate`: brings the database of `DATABASE_URL` up to this program, before its processes are started. */
const url = process.env['DATABASE_DIRECT_URL'] ?? process.env['DATABASE_URL'];
if (url === undefined || url === '') {
  process.stderr.write('DATABASE_URL is not set\n');
  process.exitCode = 78;
} else {
  const applied = await applyMigrations(url);
  process.stdout.write(
    applied.length === 0 ? 'nothing to apply\n' : applied.map((name) => `applied ${name}\n`).join(''),
  );
}
