import { listDoors } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { fakeBottleneckTimers, realTimers, VirtualSession } from '../../../../support/virtual-session.js';

const LIMITS = { limit: 10, revokeReserve: 2, windowMs: 60_000 };

describe('a session that is told what it cannot read', () => {
  beforeEach(fakeBottleneckTimers);
  afterEach(realTimers);

  const answering = (data: unknown): VirtualSession => {
    const virtual = new VirtualSession(LIMITS);
    const body = Buffer.from(JSON.stringify({ code: '0', data }));
    virtual.treat = () => ({ uplinkMs: 0, answerMs: 0, answer: { body } });
    return virtual;
  };

  it('keeps the rest of a list, and counts what it left out without saying what it was', async () => {
    const list = [{ doorIndexCode: '1' }, { doorName: 'Nameless' }, 'rubbish'];
    const virtual = answering({ total: 3, list });
    const call = virtual.session.call('sweep', () => Promise.resolve(listDoors(1)));
    await virtual.advance(100);
    expect(await call).toMatchObject({ kind: 'done', value: { items: [{ id: '1' }], rawCount: 3 } });
    expect(await virtual.registry.metrics()).toContain('hikcentral_items_skipped_total{operation="list-doors"} 2');
    expect(virtual.logger.lines).toEqual([
      {
        level: 'warn',
        event: 'hikcentral items skipped',
        fields: { operation: 'list-doors', skippedCount: 2, serverId: 'server' },
      },
    ]);
    await virtual.close();
  });

  it('goes on with everything else when a whole answer cannot be read', async () => {
    const virtual = answering({ produceName: 'HikCentral' });
    virtual.ask('revoke', 8);
    await virtual.advance(1_000);
    expect(virtual.arrivals).toHaveLength(8);
    expect(virtual.session.isPaused()).toBe(false);
    await virtual.close();
  });
});
