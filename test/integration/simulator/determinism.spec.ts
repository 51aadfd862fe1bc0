import { ManualTime, type Scenario, startSimulator } from '../../../simulator/index.js';
import { Partner } from './partner.js';

const VERSION = '/api/common/v1/version';
const ADD = '/api/resource/v1/person/single/add';
const START = new Date('2026-06-10T12:00:00.000Z');

/** Chance at every turn, all from one seed. */
function badMinute(seed: number): Scenario {
  const fault = { do: 'faults', path: '*', seed } as const;
  return {
    name: 'a bad minute',
    timeline: [
      { atMs: 0, do: 'events', seed, listedTwiceShare: 0.2, recordedTwiceShare: 0.2, reorderByMs: 5000 },
      { atMs: 0, ...fault, kind: 'burst', probability: 0.3 },
      { atMs: 0, ...fault, kind: 'refuse', code: '5', probability: 0.3 },
      { atMs: 0, ...fault, kind: 'duplicate-effect', path: ADD, probability: 0.5 },
      { everyMs: 700, do: 'walk', personCode: 'E00001', readerIndexCode: '1' },
      { everyMs: 1100, do: 'rename-person', personCode: 'E00002', familyName: 'West' },
    ],
  };
}

/** A minute of the scenario with a partner who calls once a second; history as it is downloaded. */
async function historyOf(seed: number): Promise<string> {
  const time = new ManualTime(START);
  const fixed = { clock: time, scheduler: time, eventIdSalt: 'salt', employeeCount: 20, seed };
  const simulator = await startSimulator({ ...fixed, limit: { calls: null }, scenario: badMinute(seed) });
  try {
    const partner = new Partner(simulator);
    for (let second = 0; second < 60; second += 1) {
      time.advance(1000);
      const [path, body] = second % 2 === 0 ? [VERSION, {}] : [ADD, draft()];
      await partner.raw(path, body, { timestampMs: time.now().getTime() });
    }
    return [...simulator.control.historyLines()].join('');
  } finally {
    await simulator.close();
  }
}

function draft(): object {
  return { personFamilyName: 'Ost', personGivenName: 'Asa', orgIndexCode: '1' };
}

describe('a scenario with chance in it', () => {
  it('has the same history, byte for byte, from the same seed, and another from another', async () => {
    const [first, again, other] = [await historyOf(7), await historyOf(7), await historyOf(8)];
    expect(first).toBe(again);
    expect(first).not.toBe(other);
    for (const what of ['"code":"5"', 'event-recorded', 'person-added', '"httpStatus":50'])
      expect(first).toContain(what);
  });
});
