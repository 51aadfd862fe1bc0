import { type Provider } from '@nestjs/common';
import { PushToken } from './application/push-token.js';
import { RingForPush } from './application/ring-for-push.js';
import { SubscribeToPushes } from './application/subscribe-to-pushes.js';
import { PushDesk } from './jobs/push-desk.js';
import { PushSubscriber } from './jobs/push-subscriber.js';
import { PassageRings } from './persistence/passage-rings.js';
import { SqlPassageRings } from './persistence/sql-passage-rings.js';
import { PushMetrics } from './push.metrics.js';

/** HikCentral's doorbell, from the subscription to the ring. */
export const pushProviders: readonly Provider[] = [
  PushDesk,
  PushMetrics,
  PushSubscriber,
  PushToken,
  RingForPush,
  SubscribeToPushes,
  { provide: PassageRings, useClass: SqlPassageRings },
];
