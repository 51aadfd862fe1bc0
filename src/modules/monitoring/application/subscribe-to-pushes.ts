import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { API_PREFIX } from '../../../platform/http/location.interceptor.js';
import {
  type EventSubscription,
  type GatewaySession,
  KNOWN_EVENT_TYPES,
  readEventSubscriptions,
  subscribeToEvents,
} from '../../hikcentral-gateway/index.js';
import { answered } from './answered.js';
import { PushToken } from './push-token.js';

/** Below `/api/v1`; what follows is the server's id. */
export const PUSH_PATH = 'hikcentral/events';

/** Has HikCentral push events of every known type to us. What it does not push is polled all the same. */
@Injectable()
export class SubscribeToPushes {
  constructor(
    private readonly token: PushToken,
    private readonly settings: Settings,
  ) {}

  /** Said again it changes nothing, or renews. @throws GatewayError */
  async subscribe(session: GatewaySession): Promise<void> {
    const { serverId } = session;
    const subscription = {
      eventTypes: KNOWN_EVENT_TYPES,
      destination: this.destinationOf(serverId),
      token: this.token.of(serverId),
      keepsMissed: true,
    };
    answered(await session.call('passages', () => Promise.resolve(subscribeToEvents(subscription))));
  }

  /** Whether HikCentral still has all of it. @throws GatewayError */
  async stands(session: GatewaySession): Promise<boolean> {
    const destination = this.destinationOf(session.serverId);
    const { value } = answered(await session.call('sweep', () => Promise.resolve(readEventSubscriptions())));
    return value.some((subscription) => subscription.destination === destination && isWhole(subscription));
  }

  private destinationOf(serverId: string): string {
    return `${this.settings.publicUrl ?? ''}${API_PREFIX}/${PUSH_PATH}/${serverId}`;
  }
}

function isWhole({ eventTypes, keepsMissed }: EventSubscription): boolean {
  const subscribed = new Set(eventTypes);
  return keepsMissed !== false && KNOWN_EVENT_TYPES.every((eventType) => subscribed.has(eventType));
}
