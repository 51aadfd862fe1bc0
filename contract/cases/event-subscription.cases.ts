import {
  readEventSubscriptions,
  subscribeToEvents,
  unsubscribeFromEvents,
} from '../../src/modules/hikcentral-gateway/index.js';
import { type CaseFamily } from './contract-case.js';

/** Card expired: rare enough that a subscription of somebody else's hardly has it. */
const EVENT_TYPES = [197633];

export const eventSubscriptionCases: CaseFamily = {
  name: 'event-subscriptions',
  cases: [
    {
      title: 'subscriptions are listed',
      run: async (site) => {
        await site.value(readEventSubscriptions());
      },
    },
    {
      title: 'a subscription is made, said again, listed once and ended',
      run: async (site) => {
        const destination = site.need(site.options.eventDestination, 'no destination (--event-destination)');
        const before = await site.value(readEventSubscriptions());
        const isTaken = before.some(({ eventTypes }) => eventTypes.some((type) => EVENT_TYPES.includes(type)));
        site.need(isTaken ? null : true, 'somebody is subscribed to this type already');
        const wanted = { eventTypes: EVENT_TYPES, destination, token: site.mark, keepsMissed: false };
        await site.value(subscribeToEvents(wanted));
        site.made('the subscription', unsubscribeFromEvents(EVENT_TYPES));
        await site.value(subscribeToEvents(wanted));
        const own = (await site.value(readEventSubscriptions())).filter((each) => each.destination === destination);
        site.check(own.length === 1, `it is listed ${own.length} times`);
        await site.value(unsubscribeFromEvents(EVENT_TYPES));
        const after = await site.value(readEventSubscriptions());
        site.check(!after.some((each) => each.destination === destination), 'it is still listed');
      },
    },
  ],
};
