import { warnOfUnknownSettings } from './config/unknown-settings.js';
import { reportFailedStart } from './report-failed-start.js';
import { start } from './start.js';
import { stopOnSignals } from './stop-on-signals.js';
import { welcome } from './welcome.js';

for (const line of warnOfUnknownSettings(process.env)) process.stderr.write(`warning: ${line}\n`);

// Before the start: a signal that comes while things are being started stops what has been started by then.
const whenStarted = start(process.env);
stopOnSignals(async () => (await whenStarted).stop());
try {
  const vestibule = await whenStarted;
  process.stdout.write(welcome(vestibule));
} catch (error) {
  reportFailedStart(error);
}
