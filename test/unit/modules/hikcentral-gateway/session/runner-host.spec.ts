import { RunnerHost } from '../../../../../src/modules/hikcentral-gateway/session/runner-host.js';
import { ManualClock } from '../../../../support/manual-clock.js';
import { NoSession } from '../../../../support/no-session.js';
import { TestLogger } from '../../../../support/test-logger.js';

const MINUTE = 60_000;

class EndingSession extends NoSession {
  private readonly end = new AbortController();
  override readonly signal = this.end.signal;

  close(): void {
    this.end.abort();
  }
}

describe('the runners of a session', () => {
  it('are started again when they fail, and are told of when they go and when they are back', async () => {
    const clock = new ManualClock();
    const logger = new TestLogger();
    const session = new EndingSession();
    let runs = 0;
    const runner = {
      name: 'shaky',
      run: async () => {
        runs += 1;
        if (runs <= 3 || runs === 5) throw new Error('broken');
        await clock.sleep(10 * MINUTE, session.signal);
        if (runs === 4) throw new Error('broken again');
      },
    };
    const running = new RunnerHost(clock, logger).run([runner], session);
    const advance = async (seconds: number): Promise<void> => {
      for (let passed = 0; passed < seconds; passed += 1) {
        await clock.advance(1_000);
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const events = (): string[] => logger.lines.map(({ event }) => event);
    await advance(20);
    expect([runs, events()]).toEqual([4, ['session runner failed']]);
    await advance(60);
    expect(events()).toEqual(['session runner failed', 'session runner works again']);
    await advance(640);
    expect(runs).toBe(6);
    expect(events().slice(2)).toEqual(['session runner failed', 'session runner works again']);
    expect(logger.lines[0]!.fields).toEqual({ runner: 'shaky', serverId: 'server' });
    session.close();
    await running;
    expect(clock.pendingTimers).toBe(0);
  });
});
