import { badParameters, IsapiRefusal, noSuchResource } from '../status.js';

export interface ListeningHost {
  readonly id: number;
  /** Path only. */
  readonly url: string;
  readonly protocol: 'HTTP' | 'HTTPS';
  readonly format: 'JSON' | 'XML';
  readonly addressing: 'ipaddress' | 'hostname';
  readonly address: string;
  readonly port: number;
  readonly authentication: 'none' | 'MD5digest';
  readonly userName: string;
  readonly password: string;
  readonly subscription: Subscription | null;
}

export interface Subscription {
  /** null for no heartbeats. */
  readonly heartbeatSeconds: number | null;
  readonly eventMode: 'all' | 'list';
  readonly events: readonly {
    readonly type: string;
    /** Empty for all. */
    readonly minors: readonly number[];
    readonly pictureUrlType: 'binary' | 'localURL';
  }[];
}

/** Where the device posts its events: numbered places, empty or taken. */
export class ListeningHosts {
  private readonly hosts = new Map<number, ListeningHost>();
  private readonly listeners: (() => void)[] = [];

  constructor(private readonly places: number) {}

  all(): ListeningHost[] {
    return [...this.hosts.values()].sort((a, b) => a.id - b.id);
  }

  /** @throws IsapiRefusal notSupport, 404 */
  get(id: number): ListeningHost {
    const host = this.hosts.get(id);
    if (host === undefined) throw noSuchResource();
    return host;
  }

  /** @throws IsapiRefusal badParameters for a place the device does not have */
  put(host: ListeningHost): void {
    if (host.id < 1 || host.id > this.places) throw badParameters('id');
    this.hosts.set(host.id, host);
    this.changed();
  }

  /** @throws IsapiRefusal notSupport when every place is taken */
  add(host: Omit<ListeningHost, 'id'>): ListeningHost {
    const free = Array.from({ length: this.places }, (_, index) => index + 1).find((id) => !this.hosts.has(id));
    if (free === undefined) throw new IsapiRefusal('notSupport', { errorMsg: 'httpHosts' });
    const placed = { ...host, id: free };
    this.put(placed);
    return placed;
  }

  remove(id: number): void {
    this.hosts.delete(id);
    this.changed();
  }

  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
  }
}
