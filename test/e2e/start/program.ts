import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const DIST = fileURLToPath(new URL('../../../dist/src/', import.meta.url));
const UP = 'Vestibule is up.';

/** A built program in a process of its own, as a person or a supervisor would run it. */
export class Program {
  output = '';
  private readonly exit: Promise<number | null>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    // 'close' comes after the last output, 'exit' may not.
    this.exit = once(child, 'close').then(([exitCode]) => exitCode as number | null);
  }

  static run(folder: string, env: Readonly<Record<string, string>>, program = 'main.js'): Program {
    const { PATH = '' } = process.env;
    return new Program(spawn(process.execPath, [DIST + program], { cwd: folder, env: { PATH, PORT: '0', ...env } }));
  }

  /** @returns where it answers */
  async untilUp(): Promise<string> {
    while (!this.output.includes(UP)) {
      const isOver = await Promise.race([this.exit.then(() => true), this.nextOutput().then(() => false)]);
      if (isOver) throw new Error(`the program ended: ${this.output}`);
    }
    const [, baseUrl = ''] = /API +(http:\/\/\S+)\/api\/v1/.exec(this.output) ?? [];
    return baseUrl;
  }

  untilExit(): Promise<number | null> {
    return this.exit;
  }

  end(signal: NodeJS.Signals): Promise<number | null> {
    this.child.kill(signal);
    return this.exit;
  }

  async nextOutput(): Promise<void> {
    if (this.child.stdout !== null) await once(this.child.stdout, 'data');
  }
}

/** Command lines of living processes that name the folder. */
export function processesNaming(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLineOf)
    .filter((line) => line.includes(folder));
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It ended while we looked.
    return '';
  }
}
