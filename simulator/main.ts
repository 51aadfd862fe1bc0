import { readProgramOptions, USAGE, UsageError } from './program-options.js';
import { startSimulator } from './start-simulator.js';

function say(stream: NodeJS.WriteStream, line: string): void {
  stream.write(`${line}\n`);
}

async function main(): Promise<void> {
  const options = readProgramOptions(process.argv.slice(2));
  if (options === 'help') {
    say(process.stdout, USAGE);
    return;
  }
  const simulator = await startSimulator({
    ...options,
    onSaveError: (error) => say(process.stderr, `The world could not be saved: ${String(error)}`),
  });
  say(process.stdout, `HikCentral simulator at ${simulator.baseUrl} (AppKey ${simulator.appKey})`);
  for (const { modelName, baseUrl, username, password } of simulator.devices) {
    say(process.stdout, `${modelName} at ${baseUrl} (${username} / ${password})`);
  }

  let closing: Promise<void> | undefined;
  const stop = (): void => {
    closing ??= simulator.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function fail(error: unknown): never {
  say(process.stderr, error instanceof Error ? error.message : String(error));
  process.exit(error instanceof UsageError ? 64 : 1);
}

main().catch(fail);
