import { type ServerResponse } from 'node:http';
import { type Scheduler } from '../../runtime/time.js';
import { type DeviceAnswer } from './answer.js';

/** What reaches the caller. `silent` leaves the connection open without an answer; `cut` closes it. */
export type Delivery =
  | { readonly kind: 'answer'; readonly answer: DeviceAnswer }
  | { readonly kind: 'drip'; readonly answer: DeviceAnswer; readonly everyMs: number }
  | { readonly kind: 'silent' | 'cut' };

export function deliver(delivery: Delivery, response: ServerResponse, scheduler: Scheduler): void {
  switch (delivery.kind) {
    case 'silent':
      return;
    case 'cut':
      response.destroy();
      return;
    case 'answer':
      writeHead(response, delivery.answer);
      response.end(delivery.answer.body);
      return;
    case 'drip':
      writeHead(response, delivery.answer);
      drip(delivery.answer.body, response, scheduler, delivery.everyMs);
  }
}

function writeHead(response: ServerResponse, { httpStatus, headers, body }: DeviceAnswer): void {
  response.writeHead(httpStatus, { ...headers, 'content-length': body.length });
}

function drip(rest: Buffer, response: ServerResponse, scheduler: Scheduler, everyMs: number): void {
  if (response.destroyed) return;
  if (rest.length === 0) {
    response.end();
    return;
  }
  response.write(rest.subarray(0, 1));
  scheduler.after(everyMs, () => drip(rest.subarray(1), response, scheduler, everyMs));
}
