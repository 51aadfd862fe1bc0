import { type Device } from '../device.js';
import { type XmlContent } from '../protocol/xml-writer.js';
import { type ListeningHost } from '../push/listening-hosts.js';

export interface IsapiCall {
  readonly device: Device;
  /** What stood for each `{}` of the path. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly body: Buffer;
  /** Posts a heartbeat, once. @returns whether the host took it */
  readonly tryHost: (host: ListeningHost) => Promise<boolean>;
}

export type IsapiResult =
  /** A ResponseStatus of OK; `extra` only where it is JSON. */
  | { readonly kind: 'done'; readonly extra?: Readonly<Record<string, string>> }
  | { readonly kind: 'json'; readonly body: object }
  | { readonly kind: 'xml'; readonly root: string; readonly content: XmlContent }
  | { readonly kind: 'picture'; readonly jpeg: Buffer };

export type IsapiMethod = 'GET' | 'PUT' | 'POST' | 'DELETE';

export interface IsapiEndpoint {
  readonly method: IsapiMethod;
  /** `{}` stands for one segment. */
  readonly path: string;
  /** A family exists in one form only: JSON needs `?format=json`, XML does not look at it. */
  readonly form: 'json' | 'xml';
  readonly handle: (call: IsapiCall) => IsapiResult | Promise<IsapiResult>;
}

export const DONE: IsapiResult = { kind: 'done' };

export function json(body: object): IsapiResult {
  return { kind: 'json', body };
}

export function xml(root: string, content: XmlContent): IsapiResult {
  return { kind: 'xml', root, content };
}
