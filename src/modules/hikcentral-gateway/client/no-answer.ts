import { type GatewayError } from '../gateway.errors.js';

/** A call that brought no answer. `wasWritten` false: it certainly never reached HikCentral. */
export class NoAnswer {
  constructor(
    readonly error: GatewayError,
    readonly wasWritten: boolean,
  ) {}
}
