import {
  AT_LEAST_EVERY_MS,
  type Turn,
  type WaitingCall,
  WaitingCalls,
} from '../../../../../src/modules/hikcentral-gateway/budget/waiting-calls.js';
import { type Lane } from '../../../../../src/modules/hikcentral-gateway/index.js';

const PASSAGES_AT_LEAST_EVERY_MS = AT_LEAST_EVERY_MS.get('passages')!;

function waiting(...lanes: Lane[]): WaitingCalls<WaitingCall> {
  const calls = new WaitingCalls<WaitingCall>(0);
  lanes.forEach((lane, index) => calls.add(aCall(lane, index)));
  return calls;
}

function aCall(lane: Lane, sinceMs: number, isProbe = false): WaitingCall {
  return { lane, sinceMs, isProbe, choose: () => Promise.resolve(null) };
}

function drain(calls: WaitingCalls<WaitingCall>, turn: Turn): string[] {
  const taken: string[] = [];
  for (let call = calls.take(turn); call; call = calls.take(turn)) taken.push(`${call.lane} ${call.sinceMs}`);
  return taken;
}

const GENERAL: Turn = { kind: 'general', nowMs: 1_000, mayGive: true };

describe('who goes next', () => {
  it('is decided by lane, then by who came first', () => {
    const calls = waiting('clean-up', 'sweep', 'provision', 'passages', 'provision', 'provision-soon');
    expect(drain(calls, GENERAL)).toEqual([
      'provision-soon 5',
      'provision 2',
      'provision 4',
      'passages 3',
      'sweep 1',
      'clean-up 0',
    ]);
  });

  it('keeps the slots of revocation and of everything else apart', () => {
    const calls = waiting('revoke', 'provision');
    expect(drain(calls, { ...GENERAL, kind: 'revoke' })).toEqual(['revoke 0']);
    expect(drain(calls, GENERAL)).toEqual(['provision 1']);
  });

  it('lets passages go first when none were read for five minutes', () => {
    const calls = waiting('provision-soon', 'passages');
    expect(calls.take({ ...GENERAL, nowMs: PASSAGES_AT_LEAST_EVERY_MS })?.lane).toBe('passages');
    calls.sent('passages', PASSAGES_AT_LEAST_EVERY_MS);
    calls.add(aCall('passages', 9));
    expect(calls.take({ ...GENERAL, nowMs: PASSAGES_AT_LEAST_EVERY_MS + 1 })?.lane).toBe('provision-soon');
  });

  it('lets sweep and clean-up go first when they got nothing for 15 and 60 minutes, in the order of the lanes', () => {
    const calls = waiting('provision-soon', 'clean-up', 'sweep', 'passages');
    const inAnHour = { ...GENERAL, nowMs: 60 * 60 * 1_000 };
    expect(drain(calls, inAnHour)).toEqual(['passages 3', 'sweep 2', 'clean-up 1', 'provision-soon 0']);
    const soon = waiting('provision', 'sweep', 'clean-up');
    expect(soon.take({ ...GENERAL, nowMs: 15 * 60 * 1_000 - 1 })?.lane).toBe('provision');
    expect(soon.take({ ...GENERAL, nowMs: 15 * 60 * 1_000 })?.lane).toBe('sweep');
  });

  it('gives nothing while calls of an earlier holder may still arrive', () => {
    const calls = waiting('provision', 'passages', 'sweep', 'revoke');
    expect(drain(calls, { ...GENERAL, mayGive: false })).toEqual(['passages 1']);
    expect(drain(calls, { ...GENERAL, kind: 'revoke', mayGive: false })).toEqual(['revoke 3']);
  });

  it('asks with the oldest revocation before it asks with a probe', () => {
    const calls = waiting();
    calls.add(aCall('revoke', 1, true));
    calls.add(aCall('revoke', 2));
    expect(drain(calls, { ...GENERAL, kind: 'revoke' })).toEqual(['revoke 2', 'revoke 1']);
  });

  it('puts a call whose turn came to nothing at the head of its lane', () => {
    const calls = waiting('provision', 'provision');
    calls.putBack(calls.take(GENERAL)!);
    expect(drain(calls, GENERAL)).toEqual(['provision 0', 'provision 1']);
    expect(calls.oldestSinceMs('provision')).toBeNull();
  });
});
