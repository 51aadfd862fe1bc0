import { CallsInFlight } from '../../../../../src/modules/access-control/application/calls-in-flight.js';
import { type ChosenCall } from '../../../../../src/modules/access-control/application/chosen-call.js';
import { NO_FACTS } from '../../../../../src/modules/access-control/domain/facts.js';
import { type Step } from '../../../../../src/modules/access-control/domain/step.js';
import { readApplicationSummary } from '../../../../../src/modules/hikcentral-gateway/index.js';

const NOW_MS = Date.parse('2026-06-10T08:00:00Z');

const call = (step: Step, ...cardholderIds: string[]): ChosenCall => ({
  operation: readApplicationSummary(),
  step,
  lane: 'revoke',
  participants: cardholderIds.map((cardholderId) => {
    return { cardholderId, guestId: 'guest', personId: '1042', factsBefore: NO_FACTS };
  }),
  bookedAtMs: NOW_MS,
});

describe('calls in flight', () => {
  it('remembers whom a reading is about until it ends, each side for itself', () => {
    const inFlight = new CallsInFlight();
    const end = inFlight.begin(call({ kind: 'read-application' }, 'a', 'b'), 'taking');
    inFlight.begin(call({ kind: 'take-level', levelId: '1' }, 'c'), 'taking');
    inFlight.begin(call({ kind: 'look-up-person' }, 'd'), 'giving');
    expect(inFlight.readOf('taking')).toEqual(['a', 'b']);
    end();
    expect(inFlight.readOf('taking')).toEqual([]);
    expect(inFlight.readOf('giving')).toEqual(['d']);
  });

  it('lets shared calls wait for changes of the same side, a second at most', () => {
    const inFlight = new CallsInFlight();
    const end = inFlight.begin(call({ kind: 'take-level', levelId: '1' }, 'a'), 'taking');
    expect(inFlight.isChanging('taking', NOW_MS + 999)).toBe(true);
    expect(inFlight.isChanging('giving', NOW_MS)).toBe(false);
    expect(inFlight.isChanging('taking', NOW_MS + 1_000)).toBe(false);
    end();
    expect(inFlight.isChanging('taking', NOW_MS)).toBe(false);
  });

  it('lets nobody wait for a reading', () => {
    const inFlight = new CallsInFlight();
    inFlight.begin(call({ kind: 'read-application' }, 'a'), 'taking');
    expect(inFlight.isChanging('taking', NOW_MS)).toBe(false);
  });
});
