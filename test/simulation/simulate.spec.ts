import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { CI } from './ci.js';

const PROGRAM = fileURLToPath(new URL('../../scripts/simulate.mjs', import.meta.url));
/** Whole worlds on a machine that may be busy; nothing that is asserted depends on it. */
const PATIENCE_MS = 10 * 60_000;
/** Written by the clock on the wall. */
const OF_THE_MACHINE = /^\d+(\/\d+)? seeds.*$/gm;

/** The command as a person runs it, on one core. */
async function simulate(...args: readonly string[]): Promise<{ exitCode: number; output: string }> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const child = spawn(process.execPath, [PROGRAM, ...args, '--workers', '1'], { env });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [exitCode] = (await once(child, 'close')) as [number];
  return { exitCode, output };
}

function expectHeld({ exitCode, output }: { exitCode: number; output: string }): void {
  // The output tells the seed, the invariant and the story.
  expect(exitCode === 0 ? '' : output).toBe('');
  expect(output).toContain('0 violations');
}

describe('whole worlds', () => {
  it(
    'hold with storage in memory, and replay exactly from their seed',
    async () => {
      const args = ['--tier', 'A', '--seeds', CI.tierA, '--story'];
      const first = await simulate(...args);
      expectHeld(first);
      expect(first.output).toContain('announced for');
      const again = await simulate(...args);
      expect(again.output.replace(OF_THE_MACHINE, '')).toBe(first.output.replace(OF_THE_MACHINE, ''));
    },
    PATIENCE_MS,
  );

  it(
    'hold on a real database',
    async () => {
      expectHeld(await simulate('--tier', 'B', '--seeds', CI.tierB));
    },
    PATIENCE_MS,
  );

  it.each(CI.bugs)(
    'do not hold with the planted bug %s',
    async (bug) => {
      const { exitCode, output } = await simulate('--tier', 'A', '--seeds', CI.tierA, '--bug', bug);
      expect(output).toMatch(/failed: I\d+: /);
      expect(exitCode).toBe(1);
    },
    PATIENCE_MS,
  );
});
