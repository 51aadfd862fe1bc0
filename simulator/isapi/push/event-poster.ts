import { type Scheduler } from '../../runtime/time.js';
import { type Device } from '../device.js';
import { type DeviceEvent } from '../world/events.js';
import { type ListeningHost } from './listening-hosts.js';
import { ACCESS_EVENT, heartbeat } from './notification.js';
import { isLoopback, post } from './post.js';
import { eventBody, plainBody, type PostBody, type PostStyle } from './post-body.js';

/** One try at telling a listening host something. */
export interface PostRecord {
  readonly atMs: number;
  readonly hostId: number;
  /** null for a heartbeat. */
  readonly serialNo: number | null;
  readonly attempt: number;
  /** `forbidden`: the host is not on this machine, and the device may not go further. */
  readonly outcome: 'delivered' | 'failed' | 'forbidden';
  readonly httpStatus: number | null;
}

/** Posts events to the listening hosts, one at a time for each, in their order. */
export class EventPoster {
  style: PostStyle;
  private readonly queues = new Map<number, Promise<void>>();
  private readonly records: PostRecord[] = [];
  private cancelHeartbeats: (() => void)[] = [];
  private abort = new AbortController();

  constructor(
    private readonly device: Device,
    private readonly scheduler: Scheduler,
    private readonly isOnline: () => boolean,
  ) {
    this.style = { form: device.profile.postForm, multipartName: device.profile.multipartName };
    device.events.onRecord((event) => this.tell(event));
    device.hosts.onChange(() => this.restartHeartbeats());
  }

  posts(): readonly PostRecord[] {
    return this.records;
  }

  /** Ends what is on its way and waiting: a reboot, or the end. */
  stop(): void {
    this.abort.abort();
    this.abort = new AbortController();
    this.queues.clear();
  }

  /** A heartbeat, once. @returns whether the host took it */
  async tryHost(host: ListeningHost): Promise<boolean> {
    return this.attempt(host, null, 1, this.heartbeatBody(host), this.abort.signal);
  }

  private tell(event: DeviceEvent): void {
    for (const host of this.device.hosts.all()) if (wants(host, event)) this.enqueue(host, event);
  }

  private enqueue(host: ListeningHost, event: DeviceEvent): void {
    const { signal } = this.abort;
    const before = this.queues.get(host.id) ?? Promise.resolve();
    this.queues.set(
      host.id,
      before.then(() => this.deliver(host, event, signal)),
    );
  }

  private async deliver(host: ListeningHost, event: DeviceEvent, signal: AbortSignal): Promise<void> {
    const { tries, retryMs } = this.device.profile.posting;
    const isBinary = host.subscription?.events.find(({ type }) => type === ACCESS_EVENT)?.pictureUrlType !== 'localURL';
    for (let attempt = 1; attempt <= tries && !signal.aborted; attempt += 1) {
      const body = eventBody(this.device, event, this.styleFor(host), attempt, isBinary);
      if (await this.attempt(host, event.serialNo, attempt, body, signal)) return;
      if (attempt < tries) await new Promise<void>((resolve) => this.scheduler.after(retryMs, resolve));
    }
  }

  private async attempt(
    host: ListeningHost,
    serialNo: number | null,
    attempt: number,
    body: PostBody,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { posting, postsBeyondLoopback, clock } = this.device.profile;
    const record = (outcome: PostRecord['outcome'], httpStatus: number | null): boolean => {
      this.records.push({ atMs: clock.now().getTime(), hostId: host.id, serialNo, attempt, outcome, httpStatus });
      return outcome === 'delivered';
    };
    if (!postsBeyondLoopback && !isLoopback(host)) return record('forbidden', null);
    if (!this.isOnline()) return record('failed', null);
    // Whatever went wrong, a device only knows that it got no answer; the record says so.
    const status = await post(host, body, posting.timeoutMs, signal).catch(() => null);
    return record(status !== null && status >= 200 && status < 300 ? 'delivered' : 'failed', status);
  }

  private styleFor({ format }: ListeningHost): PostStyle {
    return format === 'XML' ? { ...this.style, form: 'xml' } : this.style;
  }

  private heartbeatBody(host: ListeningHost): PostBody {
    const { form } = this.styleFor(host);
    return plainBody(this.device, heartbeat(this.device, 'heartBeat'), form === 'xml' ? 'xml' : 'json');
  }

  private restartHeartbeats(): void {
    for (const cancel of this.cancelHeartbeats) cancel();
    this.cancelHeartbeats = [];
    for (const host of this.device.hosts.all()) {
      const seconds = host.subscription?.heartbeatSeconds ?? null;
      if (seconds !== null) this.beatLater(host, seconds * 1000);
    }
  }

  private beatLater(host: ListeningHost, everyMs: number): void {
    const cancel = this.scheduler.after(everyMs, () => {
      this.cancelHeartbeats = this.cancelHeartbeats.filter((each) => each !== cancel);
      void this.tryHost(host);
      this.beatLater(host, everyMs);
    });
    this.cancelHeartbeats.push(cancel);
  }
}

function wants({ subscription }: ListeningHost, { minor }: DeviceEvent): boolean {
  if (subscription === null || subscription.eventMode === 'all') return true;
  return subscription.events.some(
    ({ type, minors }) => type === ACCESS_EVENT && (minors.length === 0 || minors.includes(minor)),
  );
}
