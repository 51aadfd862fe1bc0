import { type Server, type ServerResponse } from 'node:http';
import { type Scheduler } from '../runtime/time.js';

/** How the server is down: nobody listens, connections are cut at the first request, or a proxy in front answers 503. */
export type DownMode = 'refused' | 'reset' | '503';

/** Takes the server down and brings it back, on the same port. */
export class Availability {
  private mode: DownMode | null = null;
  private cancelReturn: () => void = () => undefined;

  constructor(
    private readonly server: Server,
    private readonly address: { readonly host: string; port: number },
    private readonly scheduler: Scheduler,
  ) {}

  downMode(): DownMode | null {
    return this.mode;
  }

  /** @param forMs comes back by itself after this time; without it, by {@link comeUp} */
  async goDown(mode: DownMode, forMs?: number): Promise<void> {
    await this.comeUp();
    this.mode = mode;
    if (mode === 'refused') {
      await new Promise<void>((resolve) => {
        this.server.close(() => resolve());
        this.server.closeAllConnections();
      });
    }
    if (forMs !== undefined) this.cancelReturn = this.scheduler.after(forMs, () => void this.comeUp());
  }

  async comeUp(): Promise<void> {
    this.cancelReturn();
    this.mode = null;
    if (this.server.listening) return;
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.address.port, this.address.host, () => {
        this.server.off('error', reject);
        resolve();
      });
    });
  }

  /** Answers for a server that is down. @returns whether it did */
  intercept(response: ServerResponse): boolean {
    if (this.mode === null) return false;
    if (this.mode === '503') {
      response.writeHead(503, { 'content-type': 'text/html' }).end('<html><body>Service Unavailable</body></html>');
    } else {
      response.destroy();
    }
    return true;
  }
}
