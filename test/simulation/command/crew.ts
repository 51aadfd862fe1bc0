import { Worker } from 'node:worker_threads';
import { type Tier } from '../tiers.js';
import { type Job, type JobResult, type WorkerSettings } from './job.js';

/** Nearly all that a world makes is thrown away at once: looking for what stays is put off. */
const YOUNG_MB = 192;

/** Worlds on all cores, one at a time on each. */
export class Crew {
  private constructor(
    private readonly workers: readonly Worker[],
    private readonly stopDatabase: () => Promise<void>,
  ) {}

  static async hire(count: number, tier: Tier['name']): Promise<Crew> {
    const database = tier === 'B' ? await startDatabase() : null;
    const settings = (): WorkerSettings => ({ databaseServer: database?.server ?? null });
    const url = new URL('./worker.js', import.meta.url);
    const workers = Array.from({ length: count }, (_, index) => {
      const env = { ...process.env, JEST_WORKER_ID: `simulation_${process.pid}_${index + 1}` };
      return new Worker(url, { workerData: settings(), env, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    });
    return new Crew(workers, database?.stop ?? (() => Promise.resolve()));
  }

  /** @param onResult answers whether to go on */
  async run(jobs: Iterator<Job>, onResult: (result: JobResult) => boolean): Promise<void> {
    let isOver = false;
    const work = async (worker: Worker): Promise<void> => {
      for (let next = jobs.next(); !isOver && next.done !== true; next = jobs.next()) {
        if (!onResult(await ask(worker, next.value))) isOver = true;
      }
    };
    await Promise.all(this.workers.map(work));
  }

  async dismiss(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.terminate()));
    await this.stopDatabase();
  }
}

function ask(worker: Worker, job: Job): Promise<JobResult> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
    };
    const onMessage = (result: JobResult): void => {
      end();
      resolve(result);
    };
    const onError = (error: unknown): void => {
      end();
      reject(new Error(`seed ${job.seed} ended its worker`, { cause: error }));
    };
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.postMessage(job);
  });
}

async function startDatabase(): Promise<{ server: string; stop: () => Promise<void> }> {
  const folder = new URL('../../support/', import.meta.url);
  const { default: start } = (await import(`${folder.href}global-setup.mjs`)) as { default: () => Promise<void> };
  const { default: stop } = (await import(`${folder.href}global-teardown.mjs`)) as { default: () => Promise<void> };
  await start();
  const server = process.env['TEST_POSTGRES_SERVER'];
  if (server === undefined) throw new Error('no database was started');
  return { server, stop };
}
