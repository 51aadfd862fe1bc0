import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import { type Queue } from 'bullmq';
import { Settings } from '../../config/settings.js';
import { Clock } from '../clock/clock.js';
import { Logger } from '../logging/logger.js';
import { Random } from '../random/random.js';
import { BellQueue, bellQueueOptions } from './bell-queue.js';
import { Doorbell } from './doorbell.js';
import { DoorbellMetrics } from './doorbell.metrics.js';
import { QueueDoorbell } from './queue-doorbell.js';
import { openPostgresStore, openRedisStore, type QueueStore } from './queue-store.js';

/** `QueueStore`, for health. */
export const QUEUE_STORE = Symbol('QUEUE_STORE');

BullModule.queueClass = BellQueue;

/** Bells and the queues behind them: on PostgreSQL, or on Redis when `REDIS_URL` is set. */
@Module({})
export class DoorbellModule {
  static forRoot(bells: readonly string[]): DynamicModule {
    const store = storeModule(bells.length);
    const queues = bells.map((name) =>
      BullModule.registerQueueAsync({
        name,
        imports: [store],
        inject: [QUEUE_STORE],
        useFactory: (opened: QueueStore) => bellQueueOptions(opened),
      }),
    );
    return {
      module: DoorbellModule,
      imports: [store, ...queues],
      providers: [
        DoorbellMetrics,
        {
          provide: Doorbell,
          useFactory: (
            settings: Settings,
            opened: QueueStore,
            clock: Clock,
            random: Random,
            logger: Logger,
            metrics: DoorbellMetrics,
            ...opening: Queue[]
          ) => {
            const byBell = new Map(opening.map((queue) => [queue.name, queue]));
            return new QueueDoorbell({ settings, store: opened, queues: byBell, clock, random, logger, metrics });
          },
          inject: [
            Settings,
            QUEUE_STORE,
            Clock,
            Random,
            Logger,
            DoorbellMetrics,
            ...bells.map((bell) => getQueueToken(bell)),
          ],
        },
      ],
      exports: [Doorbell, store],
    };
  }
}

@Module({})
class QueueStoreModule {}

/** One store for all queues: @nestjs/bullmq gives each queue an injector of its own. */
function storeModule(bells: number): DynamicModule {
  return {
    module: QueueStoreModule,
    providers: [
      {
        provide: QUEUE_STORE,
        useFactory: ({ databaseUrl, redisUrl, role }: Settings) =>
          redisUrl === null ? openPostgresStore(databaseUrl, role === 'api' ? 0 : bells) : openRedisStore(redisUrl),
        inject: [Settings],
      },
    ],
    exports: [QUEUE_STORE],
  };
}
