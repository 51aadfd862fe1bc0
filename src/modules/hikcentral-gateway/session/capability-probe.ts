import { type Clock } from '../../../platform/clock/clock.js';
import { CAPABILITIES, type Capability } from '../capabilities.js';
import { type GatewaySession } from '../hikcentral-gateway.js';
import { listAccessLevels } from '../operations/access-level-calls.js';
import { readPersonApplication } from '../operations/application-calls.js';
import { readDoorEvents } from '../operations/door-event-calls.js';
import { readEventSubscriptions } from '../operations/event-subscription-calls.js';
import { type Operation } from '../operations/operation.js';
import { readDeletionRule } from '../operations/person-calls.js';
import { listPersons } from '../operations/person-lookup-calls.js';
import { readVersion } from '../operations/version-calls.js';
import { type KnownCapabilities } from './known-capabilities.js';

/** A lease may last for months, and a server be upgraded meanwhile. */
const ASK_EVERY_MS = 24 * 60 * 60 * 1_000;
const AFTER_SILENCE_MS = 10 * 60 * 1_000;
const SHORTEST_WINDOW_MS = 1_000;
/** No person has it: that the call knows him not tells that there is such a call. */
const NOBODY = '0';

export interface ProbedSession extends Pick<GatewaySession, 'call' | 'signal'> {
  readonly known: KnownCapabilities;
}

/**
 * Asks which version it is when the lease begins and once a day, and then for what is only assumed. The version goes in
 * the lane of the sweep and before all else there, since it begins first; nothing that is due at a door waits for it.
 * The rest goes last of all, and mostly not at all: by then ordinary answers have told.
 */
export class CapabilityProbe {
  readonly name = 'hikcentral-gateway.probe-capabilities';

  constructor(private readonly clock: Clock) {}

  async run(session: ProbedSession): Promise<void> {
    while (!session.signal.aborted) {
      const { kind } = await session.call('sweep', () => Promise.resolve(readVersion()));
      const isAnswered = kind === 'done';
      if (isAnswered && session.known.isProbeDue(this.clock.now())) await this.askForTheRest(session);
      await this.clock.sleep(isAnswered ? ASK_EVERY_MS : AFTER_SILENCE_MS, session.signal);
    }
  }

  private async askForTheRest(session: ProbedSession): Promise<void> {
    const { known } = session;
    for (const capability of CAPABILITIES) {
      if (session.signal.aborted) return;
      // Decided when a slot is free: an answer of somebody else's may have told meanwhile.
      const choose = (): Promise<Operation<unknown> | null> =>
        Promise.resolve(known.isUnknown(capability) ? this.questionFor(capability) : null);
      await session.call('clean-up', choose);
    }
    if (!session.signal.aborted) known.probed(this.clock.now());
  }

  /** The cheapest call whose answer tells and that changes nothing. */
  private questionFor(capability: Capability): Operation<unknown> {
    const now = this.clock.now();
    switch (capability) {
      case 'readsEventTypesTogether':
        return readDoorEvents({ from: new Date(now.getTime() - SHORTEST_WINDOW_MS), to: now, pageNo: 1, pageSize: 1 });
      case 'showsAccessLevels':
        return listPersons({ pageNo: 1, pageSize: 1 });
      case 'levelsNameDoors':
        return listAccessLevels(1);
      case 'readsPersonApplication':
        return readPersonApplication(NOBODY);
      case 'subscribesToEvents':
        return readEventSubscriptions();
      case 'asksPasswordToDelete':
        return readDeletionRule();
    }
  }
}
