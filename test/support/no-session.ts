import {
  capabilitiesOf,
  GatewaySession,
  NOTHING_KNOWN,
  type ServerCapabilities,
} from '../../src/modules/hikcentral-gateway/index.js';

/** For what must be decided without a further call. */
export class NoSession extends GatewaySession {
  override readonly serverId = 'server';
  override readonly epoch = 1;
  override readonly signal = new AbortController().signal;

  override call(): Promise<never> {
    return Promise.reject(new Error('a call was made'));
  }

  override nextSlotAt(): Date {
    return new Date(0);
  }

  override isPaused(): boolean {
    return false;
  }

  override capabilities(): ServerCapabilities {
    return capabilitiesOf(NOTHING_KNOWN);
  }
}
