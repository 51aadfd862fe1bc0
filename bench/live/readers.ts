import { type ClientRequest, get } from 'node:http';

/** `"at"` of a visit's event: when it was about to be written. */
const WRITTEN_AT = /^data: \{"at":"([^"]+)","type":"visit_changed"/gm;

/** Many readers of the live feed in one process, who only note how old each event is when it arrives. */
export class Readers {
  /** Milliseconds from just before the write to the arrival, one for each event and reader. */
  readonly delaysMs: number[] = [];
  dropped = 0;
  private readonly requests: ClientRequest[] = [];

  get count(): number {
    return this.requests.length;
  }

  /** @returns once the answer has begun */
  open(baseUrl: string, apiKey: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = get(`${baseUrl}/api/v1/live`, { agent: false, headers: { 'x-api-key': apiKey } });
      request.on('error', reject);
      request.on('response', (incoming) => {
        if (incoming.statusCode !== 200) {
          reject(new Error(`a stream was answered ${incoming.statusCode ?? 0}`));
          return;
        }
        let unread = '';
        incoming.setEncoding('utf8').on('data', (text: string) => {
          const whole = unread + text;
          const end = whole.lastIndexOf('\n') + 1;
          this.read(whole.slice(0, end));
          unread = whole.slice(end);
        });
        incoming.on('error', () => (this.dropped += 1));
        this.requests.push(request);
        resolve();
      });
    });
  }

  close(): void {
    for (const request of this.requests) request.destroy();
  }

  private read(text: string): void {
    const nowMs = Date.now();
    for (const [, at = ''] of text.matchAll(WRITTEN_AT)) this.delaysMs.push(nowMs - Date.parse(at));
    if (text.includes('event: dropped')) this.dropped += 1;
  }
}
