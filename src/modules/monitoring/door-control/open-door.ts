import { Injectable } from '@nestjs/common';
import { ServerStandings } from '../../../contracts/ports/server-standings.js';
import { audit } from '../../../platform/audit/audit-log.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext, withoutKey } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { TooManyRequestsError } from '../../../platform/http/http.errors.js';
import { GatewayRequests, HikCentralGateway } from '../../hikcentral-gateway/index.js';
import { DoorNotFoundError } from '../monitoring.errors.js';
import { DoorAmbiguousError, DoorServerClosedError } from './door-control.errors.js';
import { type DoorOpening } from './door-opening.js';
import { DoorOpenings, type KnownDoor } from './door-openings.js';
import { EndDoorOpening } from './end-door-opening.js';
import { endingOf } from './opening-outcome.js';

/** Of one caller, over all processes. Each is a call, and a window of HikCentral has ten of them by default. */
const OPENINGS = { limit: 6, windowMs: 60_000 };
const MS_PER_SECOND = 1_000;

export interface OpenedDoor {
  readonly id: string;
  readonly serverId: string;
  readonly name: string;
  readonly openedAt: Date;
}

export interface OpeningWish {
  readonly reason: string;
  /** Whose door is meant, where several servers have one of this id. */
  readonly serverId?: string;
}

/**
 * Has HikCentral open one door once. That it was asked for is on record before anything is sent, and what came of it
 * after; a wish is never sent twice, whatever becomes of the first time.
 */
@Injectable()
export class OpenDoor {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateway: HikCentralGateway,
    private readonly requests: GatewayRequests,
    private readonly standings: ServerStandings,
    private readonly openings: DoorOpenings,
    private readonly endOpening: EndDoorOpening,
    private readonly clock: Clock,
  ) {}

  /**
   * Waits at most 20 s.
   * @throws DOOR_NOT_FOUND, DOOR_AMBIGUOUS, DOOR_SERVER_DISABLED, DOOR_SERVER_OBSERVED, TOO_MANY_REQUESTS
   * @throws HIKCENTRAL_NOT_ASKED (503): certainly nothing was sent
   * @throws HIKCENTRAL_OUTCOME_UNKNOWN (503): the door may have opened
   * @throws DOOR_UNREACHABLE, DOOR_CONTROL_UNSUPPORTED, DOOR_CONTROL_REFUSED, DOOR_NOT_OPENED: it did not open
   */
  async run(doorId: string, { reason, serverId }: OpeningWish): Promise<OpenedDoor> {
    const door = await this.unitOfWork.read((tx) => this.choose(tx, doorId, serverId ?? null));
    let opening: DoorOpening | null = null;
    const ending = await endingOf(
      this.requests.ask(
        door.serverId,
        'open-door',
        { doorId },
        {
          onAsked: async (tx, requestId) => {
            opening = await this.writeDown(tx, requestId, door, reason);
          },
        },
      ),
    );
    const { error, isFinal, answeredAt } = ending;
    const end = async (tx: Transaction): Promise<void> => {
      if (opening !== null && isFinal) await this.endOpening.run(tx, opening, ending);
    };
    if (error !== null || answeredAt === null) {
      await withoutKey(() => this.unitOfWork.run(end));
      throw error ?? new Error('an opened door has an answer');
    }
    // In its transaction the platform keeps the answer for the request's key.
    return this.unitOfWork.run(async (tx) => {
      await end(tx);
      return { id: doorId, serverId: door.serverId, name: door.name, openedAt: answeredAt };
    });
  }

  private async choose(tx: Transaction, doorId: string, serverId: string | null): Promise<KnownDoor> {
    const servers = new Set((await this.gateway.servers(tx)).map(({ id }) => id));
    const doors = (await this.openings.doorsOf(tx, doorId))
      .filter((door) => servers.has(door.serverId))
      .filter((door) => serverId === null || door.serverId === serverId);
    const [door] = doors;
    if (door === undefined) throw new DoorNotFoundError();
    if (doors.length > 1) throw new DoorAmbiguousError(doors.length);
    const standing = (await this.standings.of(tx, [door.serverId])).get(door.serverId);
    if (standing === undefined || standing.observingReason !== null) {
      throw new DoorServerClosedError('DOOR_SERVER_OBSERVED');
    }
    if (standing.disabledAt !== null) throw new DoorServerClosedError('DOOR_SERVER_DISABLED');
    return door;
  }

  private async writeDown(tx: Transaction, id: string, door: KnownDoor, reason: string): Promise<DoorOpening> {
    const { serverId, doorId } = door;
    const { kind, id: callerId } = currentContext().actor;
    const askedAt = this.clock.now();
    const opening = { id, serverId, doorId, askedBy: { kind, id: callerId }, askedAt };
    this.admit(await this.openings.latestOf(tx, opening.askedBy, OPENINGS.limit), askedAt);
    await this.openings.add(tx, opening);
    const detail = { serverId, openingId: id, reason };
    audit(tx, { action: 'doors.open', entity: 'door', entityId: doorId, detail });
    return opening;
  }

  private admit(latest: readonly Date[], now: Date): void {
    const oldest = latest[OPENINGS.limit - 1];
    if (oldest === undefined) return;
    const waitMs = oldest.getTime() + OPENINGS.windowMs - now.getTime();
    if (waitMs > 0) throw new TooManyRequestsError(Math.ceil(waitMs / MS_PER_SECOND));
  }
}
