import { SlotPacer } from '../../../../../src/modules/hikcentral-gateway/budget/slot-pacer.js';
import { type SlotKind } from '../../../../../src/modules/hikcentral-gateway/budget/slot-window.js';
import { waitFor } from '../../../../support/wait-for.js';

/** Tickets that hold their slot for good, as calls whose answer is awaited do. */
function taking(pacer: SlotPacer, kind: SlotKind, count: number): { given: number } {
  const taken = { given: 0 };
  for (let index = 0; index < count; index += 1) {
    void pacer.ticket(kind, () => {
      taken.given += 1;
      return Promise.resolve();
    });
  }
  return taken;
}

async function settled(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 100));
}

describe('the pacer', () => {
  let pacer: SlotPacer;

  beforeEach(() => (pacer = new SlotPacer({ limit: 10, revokeReserve: 2, windowMs: 60_000 }, 50)));
  afterEach(() => pacer.stop());

  it('hands out the limit, and what is outside the reserve to everything but revocation', async () => {
    const general = taking(pacer, 'general', 20);
    await waitFor(() => general.given === 8);
    const revoke = taking(pacer, 'revoke', 20);
    await waitFor(() => revoke.given === 2);
    await settled();
    expect([general.given, revoke.given]).toEqual([8, 2]);
  });

  it('follows a limit that shrinks and grows, without a slot used twice or lost', async () => {
    await pacer.resize(-6);
    const general = taking(pacer, 'general', 20);
    await waitFor(() => general.given === 2);
    await settled();
    expect(general.given).toBe(2);
    // Below what is taken: so many must come back before the next is given.
    await pacer.resize(-1);
    await pacer.free('general');
    await settled();
    expect(general.given).toBe(2);
    await pacer.free('general');
    await waitFor(() => general.given === 3);
    await pacer.resize(7);
    await waitFor(() => general.given === 10);
    await settled();
    expect(general.given).toBe(10);
  });
});
