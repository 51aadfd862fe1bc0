import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import axios, { type AxiosInstance } from 'axios';
import { freePort } from '../../support/free-port.js';
import { waitFor } from '../../support/wait-for.js';

const PAGE_SIZE = 500;
const READY_WITHIN_MS = 60_000;
const HOUR_MS = 3_600_000;

/** One event as HikCentral tells it. */
export interface HeldEvent {
  readonly eventId: string;
  readonly eventType: number;
  readonly deviceTime: string;
  readonly personCode: string;
  readonly readerIndexCode: string;
}

interface Answered {
  readonly code: string;
  readonly msg: string;
  readonly data: { readonly total: number; readonly list: readonly HeldEvent[] } | null;
}

/** The simulator as a program of its own, so that nothing of it shares our time. */
export class HikCentralProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly baseUrl: string,
    readonly appKey: string,
    readonly appSecret: string,
    private readonly http: AxiosInstance,
  ) {}

  static async start(): Promise<HikCentralProcess> {
    const port = String(await freePort());
    const [appKey, appSecret] = ['21830457', 'chaos-of-passages-1a2b'];
    const own = ['--port', port, '--app-key', appKey, '--app-secret', appSecret, '--limit-calls', 'none'];
    const world = ['--employees', '200', '--apply-delay', '50', '--event-delay', '200'];
    const child = spawn(process.execPath, ['dist/simulator/main.js', ...own, ...world], { stdio: 'ignore' });
    const killIt = (): void => {
      child.kill('SIGKILL');
    };
    process.once('exit', killIt);
    child.once('exit', () => process.off('exit', killIt));
    const baseUrl = `http://127.0.0.1:${port}`;
    const http = axios.create({ baseURL: `${baseUrl}/control` });
    const isUp = (): Promise<boolean> => http.get('/health').then(isOk, notListening);
    await waitFor(isUp, 'the simulator', READY_WITHIN_MS);
    return new HikCentralProcess(child, baseUrl, appKey, appSecret, http);
  }

  async do(verb: string, body: object): Promise<void> {
    await this.http.post(`/${verb}`, body);
  }

  /** Every event that is shown by now, once each. */
  async events(): Promise<readonly HeldEvent[]> {
    const found = new Map<string, HeldEvent>();
    // Twice: some are kept out of one listing.
    for (const event of [...(await this.list()), ...(await this.list())]) found.set(event.eventId, event);
    return [...found.values()];
  }

  private async list(): Promise<readonly HeldEvent[]> {
    const events: HeldEvent[] = [];
    const window = { startTime: inWords(Date.now() - 2 * HOUR_MS), endTime: inWords(Date.now() + HOUR_MS) };
    for (let pageNo = 1, hasMore = true; hasMore; pageNo += 1) {
      const body = { ...window, pageNo, pageSize: PAGE_SIZE, orderType: 0 };
      const path = '/api/acs/v1/door/events';
      const { data } = await this.http.post<Answered>('/operator', { path, body });
      if (data.data === null) throw new Error(`the list of events was answered ${data.code}: ${data.msg}`);
      events.push(...data.data.list);
      hasMore = data.data.list.length > 0 && pageNo * PAGE_SIZE < data.data.total;
    }
    return events;
  }

  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
  }
}

const isOk = ({ status }: { readonly status: number }): boolean => status === 200;

function notListening(error: unknown): boolean {
  if (axios.isAxiosError(error) && error.response === undefined) return false;
  throw error;
}

/** As HikCentral takes times. */
function inWords(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, '+00:00');
}
