import { Queue, QueueEvents, Worker, type Job, type QueueOptions } from 'bullmq';
import { type QueueStore } from './queue-store.js';

/** `QueueOptions` that bring their store along, since @nestjs/bullmq makes queues from options alone. */
export interface BellQueueOptions extends QueueOptions {
  readonly store: QueueStore;
}

/** Rings that wait in the store are worth nothing once they were heard. */
const KEPT_EVENTS = 100;

/** The queue behind one bell, on whichever store the options bring. */
export class BellQueue extends Queue {
  constructor(name: string, options: BellQueueOptions) {
    super(name, options, options.store.backend);
  }
}

export function bellQueueOptions(store: QueueStore): BellQueueOptions {
  return {
    store,
    connection: store.producerConnection,
    streams: { events: { maxLen: KEPT_EVENTS } },
    defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
  };
}

/** Hears every ring of one bell, whichever process rang it and whichever process takes its job. */
export class BellListener {
  private readonly worker: Worker;
  private readonly events: QueueEvents;
  private lastHeard: string | null = null;

  /**
   * A job goes to one process only, but a ring is for all of them: the one that holds the lease may be another. So the
   * job only has to be taken by anyone, and that it was taken is what everybody hears. `active` always comes after
   * the ring, also when the ring was merged into a job that was waiting already.
   */
  constructor(
    bell: string,
    store: QueueStore,
    private readonly onRing: (jobId: string) => void,
    onFailure: (error: Error) => void,
  ) {
    const connection = store.consumerConnection;
    const take = (job: Job): Promise<void> => {
      this.hear(job.id);
      return Promise.resolve();
    };
    this.worker = new Worker(bell, take, { connection }, store.backend);
    this.events = new QueueEvents(bell, { connection }, store.backend);
    this.events.on('active', ({ jobId }) => this.hear(jobId));
    this.worker.on('error', onFailure);
    this.events.on('error', onFailure);
  }

  async close(): Promise<void> {
    await Promise.all([this.worker.close(), this.events.close()]);
  }

  /** Both ways lead here: one may be deaf while the other hears, and both together are one ring. */
  private hear(jobId: string | undefined): void {
    if (jobId === undefined || jobId === this.lastHeard) return;
    this.lastHeard = jobId;
    this.onRing(jobId);
  }
}
