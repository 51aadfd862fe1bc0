import { type SettingFault } from './settings-error.js';
import { type SettingValues } from './settings-table.js';

export type Environment = Readonly<Record<string, string | undefined>>;

interface Rule {
  /** Under which names a fault is listed. */
  readonly blames: (values: Partial<SettingValues>, env: Environment) => readonly string[];
  readonly fault: string;
}

const FIRST_SERVER = ['HIKCENTRAL_BASE_URL', 'HIKCENTRAL_APP_KEY', 'HIKCENTRAL_APP_SECRET'] as const;

/** What holds between settings, or of variables that are not ours. A value that did not parse is undefined here. */
const RULES: readonly Rule[] = [
  {
    fault: 'must be fewer than HIKCENTRAL_RATE_LIMIT_CALLS: else nothing but revocation could ever call',
    blames: ({ HIKCENTRAL_REVOKE_RESERVE: reserve, HIKCENTRAL_RATE_LIMIT_CALLS: limit }) =>
      reserve !== undefined && limit !== undefined && reserve >= limit ? ['HIKCENTRAL_REVOKE_RESERVE'] : [],
  },
  {
    fault: 'is missing: HIKCENTRAL_EVENT_MODE=push needs an address at which HikCentral reaches us',
    blames: ({ HIKCENTRAL_EVENT_MODE: mode }, env) =>
      mode === 'push' && !isGiven(env, 'PUBLIC_URL') ? ['PUBLIC_URL'] : [],
  },
  {
    fault: 'is missing: base URL, key and secret of HikCentral are set together or not at all',
    blames: ({ NODE_ENV }, env) => {
      const missing = FIRST_SERVER.filter((name) => !isGiven(env, name));
      return NODE_ENV !== 'production' && missing.length < FIRST_SERVER.length ? missing : [];
    },
  },
  {
    fault:
      'must not be 0 in production: it switches the verification of TLS off; HIKCENTRAL_CA_FILE names an authority',
    blames: ({ NODE_ENV }, env) =>
      NODE_ENV === 'production' && env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0' ? ['NODE_TLS_REJECT_UNAUTHORIZED'] : [],
  },
];

export function brokenRules(values: Partial<SettingValues>, env: Environment): readonly SettingFault[] {
  return RULES.flatMap(({ blames, fault }) => blames(values, env).map((name) => ({ name, fault })));
}

/** Compose and Kubernetes hand on an unset variable as an empty one. */
export function isGiven(env: Environment, name: string): boolean {
  return (env[name] ?? '').trim() !== '';
}
