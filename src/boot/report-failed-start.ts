import { loggerWhenNeeded } from './log-later.js';

/** `EX_CONFIG` of sysexits.h: starting again without changing anything is useless, and a supervisor may know that. */
const EXIT_MISCONFIGURED = 78;
const EXIT_FAILED = 1;

const MISCONFIGURED: readonly unknown[] = ['SETTINGS.INVALID', 'START.PENDING_MIGRATIONS'];

/** Says on standard error what a person has to do, and ends the process. Everything that was started has stopped. */
export async function reportFailedStart(error: unknown): Promise<never> {
  const words = wordsFor(error);
  if (words === null) (await loggerWhenNeeded()).error('start failed', error);
  else process.stderr.write(`${words}\n`);
  process.exit(MISCONFIGURED.includes((error as NodeJS.ErrnoException).code) ? EXIT_MISCONFIGURED : EXIT_FAILED);
}

/** null: nobody foresaw it, and its message may quote anything. */
function wordsFor(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, port, path } = error as NodeJS.ErrnoException & { port?: number };
  switch (code) {
    case 'SETTINGS.INVALID':
    case 'START.PENDING_MIGRATIONS':
    case 'START.ALREADY_RUNNING':
    case 'START.EMBEDDED_FAILED':
      return error.message;
    case 'EADDRINUSE':
      return `Port ${port ?? ''} is taken, perhaps by a Vestibule that runs already: stop that one, or choose another PORT.`;
    case 'EACCES':
      return `Not allowed to use ${path ?? 'a file'}: it belongs to another user.`;
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
    case 'ETIMEDOUT':
      return `The database of DATABASE_URL cannot be reached (${code}).`;
    case '28P01':
    case '28000':
    case '3D000':
      return `The database of DATABASE_URL refuses us (SQLSTATE ${code}): check user, password and name.`;
    default:
      return null;
  }
}
