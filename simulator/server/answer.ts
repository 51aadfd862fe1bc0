import { CODES } from '../refusal.js';

/** What goes over the wire. `code` is the envelope's, for the history; null for bodies without one. */
export interface Answer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly code: string | null;
}

/** A body without the envelope: pictures, and pages of things that are not the gateway. */
export class BareText {
  constructor(
    readonly contentType: string,
    readonly text: string,
  ) {}
}

const JSON_TYPE = 'application/json;charset=UTF-8';

export function envelope(
  code: string,
  msg: string,
  data: unknown = null,
  httpStatus = 200,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    httpStatus,
    headers: { 'content-type': JSON_TYPE, ...headers },
    body: JSON.stringify({ code, msg, data }),
    code,
  };
}

export function success(data: unknown): Answer {
  if (!(data instanceof BareText)) return envelope(CODES.success, 'Success', data);
  return { httpStatus: 200, headers: { 'content-type': data.contentType }, body: data.text, code: null };
}

export function page(contentType: string, httpStatus: number, body: string): Answer {
  return { httpStatus, headers: { 'content-type': contentType }, body, code: null };
}
