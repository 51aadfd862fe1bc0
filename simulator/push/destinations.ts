import { isIPv4 } from 'node:net';

/**
 * Where pushes may go: loopback addresses, and hosts that were named at the start. Everything else is refused, so that a
 * simulator never talks to the world by accident.
 */
export class Destinations {
  private readonly named: ReadonlySet<string>;

  constructor(hosts: readonly string[]) {
    this.named = new Set(hosts.map((host) => host.toLowerCase()));
  }

  allows(address: string): boolean {
    if (!URL.canParse(address)) return false;
    const { protocol, hostname } = new URL(address);
    if (protocol !== 'http:' && protocol !== 'https:') return false;
    const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
    return isLoopback(host) || this.named.has(host);
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}
