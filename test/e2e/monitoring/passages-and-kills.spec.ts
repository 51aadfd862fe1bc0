import { runPassages } from '../../chaos/passages/run-passages.js';

/** A small form of `npm run chaos:passages`. */
describe('passages out of order, twice, late and hidden, and a process that is killed', () => {
  it('are each there once, and each visit is what they make of it', async () => {
    const label = process.env['JEST_WORKER_ID'] ?? '1';
    const options = { label, events: 300, guests: 5, killEvery: 300, seed: 1, hiddenMs: 3_000 };
    const { kills, lost, doubled, faults } = await runPassages({ ...options, say: () => undefined });
    expect({ kills, lost, doubled, faults }).toEqual({ kills: 1, lost: 0, doubled: 0, faults: [] });
  }, 300_000);
});
