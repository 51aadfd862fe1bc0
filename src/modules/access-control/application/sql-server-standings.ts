import { Injectable } from '@nestjs/common';
import { type ServerStanding, ServerStandings } from '../../../contracts/ports/server-standings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { currentContext } from '../../../platform/context/request-context.js';
import { type Transaction } from '../../../platform/database/transaction.js';
import { DisabledServers } from '../persistence/disabled-servers.js';
import { ServerAdoptions } from '../persistence/server-adoptions.js';
import { RefreshGuests } from './refresh-guests.js';

const MOST_AT_ONCE = 500;
const REASON_GIVEN_UP = 'removed for ever';

interface StandingRow {
  server_id: string;
  adopted_at: Date | null;
  disabled_at: Date | null;
  persons: number;
  with_access: number;
  to_give: number;
  to_take: number;
  exposure_ends_at: Date | null;
}

@Injectable()
export class SqlServerStandings extends ServerStandings {
  constructor(
    private readonly adoptions: ServerAdoptions,
    private readonly disabled: DisabledServers,
    private readonly refresh: RefreshGuests,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async of(tx: Transaction, serverIds: readonly string[]): Promise<ReadonlyMap<string, ServerStanding>> {
    const now = this.clock.now();
    const rows = await tx.query<StandingRow>(
      `SELECT asked.server_id, adoption.adopted_at, disabled.disabled_at,
         count(cardholder.id) FILTER (WHERE cardholder.person_id IS NOT NULL)::integer AS persons,
         count(cardholder.id) FILTER (WHERE cardholder.observed -> 'levels' <> '{}'::jsonb
           OR cardholder.unrevoked_since IS NOT NULL)::integer AS with_access,
         count(cardholder.id) FILTER (WHERE cardholder.desired -> 'person' <> 'null'::jsonb
           AND cardholder.status <> 'granted')::integer AS to_give,
         count(cardholder.id) FILTER (WHERE cardholder.unrevoked_since IS NOT NULL)::integer AS to_take,
         (SELECT max(shown.exposure_ends_at) FROM visit_access shown JOIN cardholders own ON own.id = shown.cardholder_id
          WHERE own.server_id = asked.server_id AND shown.exposure_ends_at > $2) AS exposure_ends_at
       FROM unnest($1::text[]) AS asked (server_id)
       LEFT JOIN server_adoptions adoption ON adoption.server_id = asked.server_id
       LEFT JOIN disabled_servers disabled ON disabled.server_id = asked.server_id
       LEFT JOIN cardholders cardholder ON cardholder.server_id = asked.server_id
       GROUP BY asked.server_id, adoption.adopted_at, disabled.disabled_at`,
      [serverIds, now],
    );
    const ownAdoptions = await this.adoptions.underThisKey(tx, serverIds);
    return new Map(rows.map((row) => [row.server_id, toStanding(row, ownAdoptions.has(row.server_id))]));
  }

  override async giveUp(tx: Transaction, serverId: string): Promise<void> {
    const at = this.clock.now();
    await this.disabled.disable(tx, { serverId, at, by: currentContext().actor.id, reason: REASON_GIVEN_UP });
    let after: string | null = null;
    do {
      const batch = await this.disabled.cardholdersOf(tx, serverId, MOST_AT_ONCE, after);
      // Nobody of theirs is said to be let in there from now on.
      await this.refresh.known(
        tx,
        serverId,
        batch.map(({ guestId }) => guestId),
      );
      after = batch.at(-1)?.id ?? null;
    } while (after !== null);
    await this.disabled.giveUp(tx, serverId, at);
  }

  override async comeBack(tx: Transaction, serverId: string): Promise<void> {
    await this.disabled.enable(tx, serverId, this.clock.now());
  }
}

function toStanding(row: StandingRow, isOwn: boolean): ServerStanding {
  return {
    observingReason: isOwn ? null : row.adopted_at === null ? 'not_adopted' : 'other_secret_key',
    adoptedAt: isOwn ? row.adopted_at : null,
    disabledAt: row.disabled_at,
    persons: row.persons,
    withAccess: row.with_access,
    toGive: row.to_give,
    toTake: row.to_take,
    exposureEndsAt: row.exposure_ends_at,
  };
}
