import { type HikCentralClient } from '../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import { type SlotLimits } from '../../../src/modules/hikcentral-gateway/budget/slot-window.js';
import { type GatewaySession } from '../../../src/modules/hikcentral-gateway/index.js';
import { type CallLedger } from '../../../src/modules/hikcentral-gateway/persistence/call-ledger.js';
import { type UnitOfWork } from '../../../src/platform/database/unit-of-work.js';
import { type SimulatedLease } from './lease-office.js';
import { type Change } from './wiring.js';

type Sends = Pick<HikCentralClient, 'send'>;

/** A mistake made where the product is put together: nothing in `src/` knows of it. */
export interface PlantedBug {
  readonly changes: ReadonlyMap<unknown, Change>;
  readonly client: (client: Sends) => Sends;
  readonly session: (session: GatewaySession) => GatewaySession;
  readonly lease: (lease: SimulatedLease) => SimulatedLease;
  readonly ledger: (ledger: CallLedger) => CallLedger;
  readonly limits: (limits: SlotLimits) => SlotLimits;
  readonly unitOfWork: (unitOfWork: UnitOfWork) => UnitOfWork;
}

const asItIs = <T>(part: T): T => part;

export const NO_BUG: PlantedBug = {
  changes: new Map(),
  client: asItIs,
  session: asItIs,
  lease: asItIs,
  ledger: asItIs,
  limits: asItIs,
  unitOfWork: asItIs,
};
