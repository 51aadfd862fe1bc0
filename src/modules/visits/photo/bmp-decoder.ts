import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Piscina } from 'piscina';
import { type DecodedBmp } from './decode-bmp.worker.js';

/** Beyond this many waiting pictures each would only wait longer than its caller does. */
const MAX_QUEUE = 64;
const IDLE_MS = 30_000;

/** Where the worker is; a token so that tests, which run from the sources, can name a compiled one. */
export abstract class BmpWorkerFile {
  abstract readonly href: string;
}

@Injectable()
export class BmpDecoder implements OnModuleDestroy {
  private pool: Piscina<Uint8Array, DecodedBmp> | null = null;

  constructor(private readonly worker: BmpWorkerFile) {}

  decode(bytes: Buffer): Promise<DecodedBmp> {
    this.pool ??= new Piscina({
      filename: this.worker.href,
      minThreads: 0,
      maxThreads: 1,
      maxQueue: MAX_QUEUE,
      idleTimeout: IDLE_MS,
    });
    return this.pool.run(new Uint8Array(bytes));
  }

  async onModuleDestroy(): Promise<void> {
    await this.pool?.destroy();
  }
}
