import { DisabledServers } from '../../../../src/modules/access-control/persistence/disabled-servers.js';

/** Nobody in a simulation leaves the only server that there is. */
export class MemoryDisabledServers extends DisabledServers {
  override isDisabled(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override disable(): never {
    throw new Error('no server is disabled in memory');
  }

  override enable(): Promise<boolean> {
    return Promise.resolve(false);
  }

  override cardholdersOf(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  override guestsHolding(): Promise<readonly []> {
    return Promise.resolve([]);
  }

  override giveUp(): never {
    throw new Error('no server is given up in memory');
  }
}
