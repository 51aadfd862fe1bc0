import { loggerWhenNeeded } from './log-later.js';

/** What runs is finished, the embedded parts are stopped; whatever takes longer hangs. */
const STOP_DEADLINE_MS = 20_000;
const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Once asked, stops and exits 0; exits 1 when that fails or takes longer than `STOP_DEADLINE_MS`. An error that nobody
 * caught stops the process in the same way and exits 1: its state is unknown, and a supervisor starts a new one.
 */
export function stopOnSignals(stop: () => Promise<void>): void {
  let isStopping = false;
  const leave = (exitCode: number): void => {
    // Ctrl-C reaches us from the terminal and once more from `npm start`.
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => complain('stop took too long', new Error('stop deadline')), STOP_DEADLINE_MS).unref();
    stop().then(
      () => process.exit(exitCode),
      (error: unknown) => complain('stop failed', error),
    );
  };
  for (const signal of SIGNALS) process.on(signal, () => leave(0));
  const fail = (error: unknown): void => {
    void loggerWhenNeeded().then((logger) => logger.error('uncaught error', error));
    leave(1);
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
}

function complain(event: string, error: unknown): void {
  void loggerWhenNeeded()
    .then((logger) => logger.error(event, error))
    .finally(() => process.exit(1));
}
