import { CODES } from '../refusal.js';

/** What goes over the wire. `code` is the envelope's, for the history; null for bodies without one. */
export interface Answer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly code: string | null;
}

/** A body that brings its own form: pictures, which have no envelope, and envelopes whose code is a number. */
export class BareText {
  constructor(
    readonly contentType: string,
    readonly text: string,
    readonly code: string | null = null,
  ) {}
}

export const JSON_TYPE = 'application/json;charset=UTF-8';

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
  return { httpStatus: 200, headers: { 'content-type': data.contentType }, body: data.text, code: data.code };
}

export function page(contentType: string, httpStatus: number, body: string): Answer {
  return { httpStatus, headers: { 'content-type': contentType }, body, code: null };
}
