import { settleReading } from '../../../../../src/modules/access-control/application/interpret-reading.js';
import { bookStep } from '../../../../../src/modules/access-control/domain/book-step.js';
import { NO_FACTS } from '../../../../../src/modules/access-control/domain/facts.js';

const asked = { callId: 'asked', bookedAtMs: 0, deadlineAtMs: 15_000 };
const at = { readAtMs: 1_000, nowMs: 1_000, fraction: 0, rateLimitWindowMs: 60_000 };
const requested = bookStep(NO_FACTS, { kind: 'request-application' }, asked, null);

describe('the global result of an application', () => {
  it.each([
    ['nothing is pending and nothing failed', { pendingCount: 0, failedCount: 0 }, [], true],
    ['something is pending', { pendingCount: 1, failedCount: 0 }, [], false],
    ['it failed for somebody else', { pendingCount: 0, failedCount: 1 }, ['OTHER'], true],
    ['it failed for this person', { pendingCount: 0, failedCount: 1 }, ['OURS'], false],
    [
      'failures are counted and none is listed: they may be this person’s',
      { pendingCount: 0, failedCount: 1 },
      [],
      false,
    ],
  ])('confirms a person or not: %s', (_name, counts, failedCodes, isConfirmed) => {
    const summary = { ...counts, editedPendingCount: 0 };
    const failures = failedCodes.map((personCode) => ({ personCode, doorName: 'Door', parts: [] }));
    const { application } = settleReading(requested, 'OURS', { kind: 'application', summary, failures }, at, null);
    expect(application.confirmedAtMs !== null).toBe(isConfirmed);
  });
});
