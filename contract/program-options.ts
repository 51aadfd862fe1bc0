import { parseArgs } from 'node:util';

export const USAGE = `Compares a HikCentral Professional with what is documented of it.

  npm run contract -- --base-url https://hikcentral.example --app-key 21830457

The secret of the AppKey is read from HIKCENTRAL_APP_SECRET. Only what the suite made itself is changed: an organisation
"Vestibule contract …" with test persons in it, removed at the end. What needs more is left out unless allowed:

  --base-url URL            where the OpenAPI gateway is
  --app-key KEY             the partner
  --ca-file FILE            PEM of the only authority to trust
  --calls-per-minute 10     how fast to ask; "none" for no limit
  --timeout 15              seconds for one call
  --patience 60             seconds to wait for what the server only promised
  --access-level ID         a level that test persons may be given and taken
  --door ID                 a door that may be opened for a moment
  --device ID               a terminal that may be asked whether it would take a face
  --event-destination URL   an address that events may be pushed to for a moment
  --only NAME               one family of cases; may be said several times
  --help

Exits with 0 when nothing differs, 1 when something does, 64 for a command line that cannot be meant.
`;

export class UsageError extends Error {}

export interface ProgramOptions {
  readonly baseUrl: string;
  readonly appKey: string;
  readonly appSecret: string;
  readonly caFile: string | null;
  readonly callsPerMinute: number | null;
  readonly timeoutMs: number;
  readonly patienceMs: number;
  readonly accessLevelId: string | null;
  readonly doorId: string | null;
  readonly deviceId: string | null;
  readonly eventDestination: string | null;
  /** null: all. */
  readonly families: readonly string[] | null;
}

const MS_PER_SECOND = 1_000;

/** @throws UsageError naming what is missing or wrong */
export function readProgramOptions(
  args: string[],
  env: Readonly<Record<string, string | undefined>>,
): ProgramOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  const appSecret = env['HIKCENTRAL_APP_SECRET'];
  if (!appSecret) throw new UsageError('HIKCENTRAL_APP_SECRET is not set: the secret of the AppKey is read from it');
  return {
    baseUrl: url('base-url', required('base-url', values['base-url'])),
    appKey: required('app-key', values['app-key']),
    appSecret,
    caFile: values['ca-file'] ?? null,
    callsPerMinute: callsPerMinute(values['calls-per-minute']),
    timeoutMs: wholeNumber('timeout', values.timeout) * MS_PER_SECOND,
    patienceMs: wholeNumber('patience', values.patience) * MS_PER_SECOND,
    accessLevelId: values['access-level'] ?? null,
    doorId: values.door ?? null,
    deviceId: values.device ?? null,
    eventDestination:
      values['event-destination'] === undefined ? null : url('event-destination', values['event-destination']),
    families: values.only ?? null,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        'base-url': { type: 'string' },
        'app-key': { type: 'string' },
        'ca-file': { type: 'string' },
        'calls-per-minute': { type: 'string', default: '10' },
        timeout: { type: 'string', default: '15' },
        patience: { type: 'string', default: '60' },
        'access-level': { type: 'string' },
        door: { type: 'string' },
        device: { type: 'string' },
        'event-destination': { type: 'string' },
        only: { type: 'string', multiple: true },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function required(name: string, text: string | undefined): string {
  if (!text) throw new UsageError(`--${name} is required`);
  return text;
}

function url(name: string, text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : null;
  if (parsed?.protocol === 'http:' || parsed?.protocol === 'https:') return text;
  throw new UsageError(`--${name} must be an http or https address`);
}

function callsPerMinute(text: string): number | null {
  return text === 'none' ? null : wholeNumber('calls-per-minute', text);
}

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} must be a whole number from 1, not "${text}"`);
}
