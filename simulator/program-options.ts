import { parseArgs } from 'node:util';
import { oneOfEach } from './isapi/start-devices.js';
import { type SimulatorOptions } from './options.js';
import { readScenarioFile } from './scenario/scenario-file.js';
import { type Scenario, ScenarioError } from './scenario/scenario.js';
import { RETRY_AFTER_FORMS } from './server/rate-limit.js';

export const USAGE = `A HikCentral Professional to develop against.

  --port 8443              0 for any free port
  --host 127.0.0.1         the control API is served on loopback only
  --state FILE             keeps the world between runs
  --app-key, --app-secret  the partner
  --employees 2000         persons who are not the partner's
  --seed 1                 the same seed makes the same employees
  --limit-calls 10         calls in any window, or "none"
  --limit-window 60        seconds
  --limit-style 429        or 200: code 0x02401009 under HTTP 200
  --limit-semantics sliding  or fixed: windows that begin at whole multiples
  --retry-after seconds    or date, absent, absurd, negative, unreadable
  --devices PORT           a face terminal there and a door controller on the next port; 0 for any
  --scenario FILE          a timeline of what happens by itself
  --apply-delay 300        milliseconds from reapplication to a door
  --event-delay 1000       milliseconds from a passage to door/events
  --zone +05:00            the server's zone
  --soft-version V3.1.0.0
  --group-shape flat       or nested
  --help
`;

/** A command line that cannot be meant. */
export class UsageError extends Error {}

/** @throws UsageError naming the argument that is wrong */
export function readProgramOptions(args: string[]): SimulatorOptions | 'help' {
  const { values } = parse(args);
  if (values.help) return 'help';
  return {
    port: wholeNumber('port', values.port),
    host: values.host,
    employeeCount: wholeNumber('employees', values.employees),
    seed: wholeNumber('seed', values.seed),
    limit: {
      calls: values['limit-calls'] === 'none' ? null : wholeNumber('limit-calls', values['limit-calls']),
      windowMs: wholeNumber('limit-window', values['limit-window']) * 1000,
      style: oneOf('limit-style', values['limit-style'], ['429', '200']),
      semantics: oneOf('limit-semantics', values['limit-semantics'], ['sliding', 'fixed']),
      retryAfter: oneOf('retry-after', values['retry-after'], RETRY_AFTER_FORMS),
    },
    applyDelayMs: wholeNumber('apply-delay', values['apply-delay']),
    eventDelayMs: wholeNumber('event-delay', values['event-delay']),
    groupShape: oneOf('group-shape', values['group-shape'], ['flat', 'nested']),
    zoneOffset: values.zone,
    softVersion: values['soft-version'],
    ...(values.devices !== undefined && { devices: oneOfEach(wholeNumber('devices', values.devices)) }),
    ...(values.scenario !== undefined && { scenario: scenarioOf(values.scenario) }),
    ...(values.state !== undefined && { stateFile: values.state }),
    ...(values['app-key'] !== undefined && { appKey: values['app-key'] }),
    ...(values['app-secret'] !== undefined && { appSecret: values['app-secret'] }),
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string', default: '8443' },
        host: { type: 'string', default: '127.0.0.1' },
        state: { type: 'string' },
        'app-key': { type: 'string' },
        'app-secret': { type: 'string' },
        employees: { type: 'string', default: '2000' },
        seed: { type: 'string', default: '1' },
        'limit-calls': { type: 'string', default: '10' },
        'limit-window': { type: 'string', default: '60' },
        'limit-style': { type: 'string', default: '429' },
        'limit-semantics': { type: 'string', default: 'sliding' },
        'retry-after': { type: 'string', default: 'seconds' },
        devices: { type: 'string' },
        scenario: { type: 'string' },
        'apply-delay': { type: 'string', default: '300' },
        'event-delay': { type: 'string', default: '1000' },
        zone: { type: 'string', default: '+05:00' },
        'soft-version': { type: 'string', default: 'V3.1.0.0' },
        'group-shape': { type: 'string', default: 'flat' },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function scenarioOf(file: string): Scenario {
  try {
    return readScenarioFile(file);
  } catch (error) {
    if (error instanceof ScenarioError) throw new UsageError(`--scenario ${file}:\n${error.message}`);
    throw error;
  }
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`--${name} must be a whole number, not "${text}"`);
  return Number(text);
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((each) => each === text);
  if (found === undefined) throw new UsageError(`--${name} must be one of ${allowed.join(', ')}, not "${text}"`);
  return found;
}
