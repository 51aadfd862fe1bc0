import { warnOfUnknownSettings } from './config/unknown-settings.js';
import { loggerWhenNeeded } from './boot/log-later.js';
import { reportFailedStart } from './boot/report-failed-start.js';
import { start } from './boot/start.js';
import { stopOnSignals } from './boot/stop-on-signals.js';
import { welcome } from './boot/welcome.js';

for (const line of warnOfUnknownSettings(process.env)) process.stderr.write(`warning: ${line}\n`);

const whenStarted = start(process.env);
// From the beginning: a signal that comes while things are being started stops them once they are.
stopOnSignals(() =>
  whenStarted.then(
    (vestibule) => vestibule.stop(),
    // A start that failed has stopped its parts, and says itself why it failed.
    () => undefined,
  ),
);
try {
  const vestibule = await whenStarted;
  (await loggerWhenNeeded()).info('listening', { port: vestibule.port, role: vestibule.settings.role });
  process.stdout.write(welcome(vestibule));
} catch (error) {
  await reportFailedStart(error);
}
