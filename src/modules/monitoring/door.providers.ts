import { type Provider } from '@nestjs/common';
import { DoorClocks } from './application/door-clocks.js';
import { KeepDoorClocks } from './application/keep-door-clocks.js';
import { DoorMetrics } from './door.metrics.js';

/** What doors are worth: whether they are reached, and whether their clocks are right. */
export const doorProviders: readonly Provider[] = [DoorClocks, DoorMetrics, KeepDoorClocks];
