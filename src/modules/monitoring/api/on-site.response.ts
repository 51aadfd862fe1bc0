import { ApiProperty } from '@nestjs/swagger';
import { BoolField, IdField, InstantField, IntField, NestedField, TextField } from '../../../platform/http/fields.js';
import { type Muster, type OnSiteView } from '../application/list-on-site.js';
import { PassageDoorResponse, showPassageDoor } from './passage.response.js';
import { type Plain } from '../../../platform/http/plain.js';

const NAME_MAX = 200;
const MS_PER_SECOND = 1_000;

export class OnSiteGuestResponse {
  @IdField()
  id!: string;

  @TextField({ max: NAME_MAX })
  fullName!: string;

  @TextField({ max: NAME_MAX, nullable: true })
  company!: string | null;
}

export class OnSiteHostResponse {
  @TextField({ max: NAME_MAX })
  name!: string;
}

export class OnSiteVisitResponse {
  @IdField()
  visitId!: string;

  @NestedField(() => OnSiteGuestResponse)
  guest!: OnSiteGuestResponse;

  @NestedField(() => OnSiteHostResponse)
  host!: OnSiteHostResponse;

  @InstantField({ nullable: true })
  checkedInAt!: Date | null;

  @InstantField()
  validTo!: Date;

  @NestedField(() => PassageDoorResponse, { nullable: true, description: 'The last door that let the guest through.' })
  lastDoor!: PassageDoorResponse | null;

  @InstantField({ nullable: true, description: 'When that was.' })
  lastSeenAt!: Date | null;

  @IntField({ min: 0, nullable: true, description: 'Seconds since then.' })
  ageSeconds!: number | null;

  @BoolField({
    description:
      'The last that was seen is an entry (or a check-in by hand), and no passage is missing by which the guest may have left.',
  })
  sure!: boolean;

  @BoolField({ description: 'The visit was closed without an exit seen.' })
  unconfirmed!: boolean;
}

/** A door that is offline and leads out: whoever may use it may have left unseen since. */
export class BlindExitResponse {
  @TextField({ max: 64 })
  doorId!: string;

  @TextField({ max: NAME_MAX })
  name!: string;

  @InstantField({ nullable: true, description: 'Up to when its passages are known.' })
  completeTo!: Date | null;
}

/** Shaped like every list, but always whole: a muster list of which a page is missing is none. */
export class OnSiteResponse {
  @ApiProperty({ type: OnSiteVisitResponse, isArray: true })
  items!: OnSiteVisitResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null.' })
  nextCursor!: null;

  @InstantField()
  at!: Date;

  @InstantField({ nullable: true, description: 'Up to when passages are known to be complete.' })
  completeTo!: Date | null;

  @BoolField({
    description:
      'False: events are missing and somebody may have come or gone unseen. Whoever that may be is not `sure`.',
  })
  complete!: boolean;

  @ApiProperty({ type: BlindExitResponse, isArray: true })
  blindExits!: BlindExitResponse[];
}

export function showMuster({ at, visits, completeTo, isCurrent, blindExits }: Muster): Plain<OnSiteResponse> {
  return {
    items: visits.map((visit) => showOnSite(visit, at)),
    nextCursor: null,
    at,
    completeTo,
    complete: isCurrent,
    blindExits: blindExits.map(({ doorId, name, completeTo: doorCompleteTo }) => {
      return { doorId, name, completeTo: doorCompleteTo };
    }),
  };
}

function showOnSite(view: OnSiteView, at: Date): Plain<OnSiteVisitResponse> {
  const { visitId, guestId, fullName, company, hostName, checkedInAt, validTo, lastPassage } = view;
  return {
    visitId,
    guest: { id: guestId, fullName, company },
    host: { name: hostName },
    checkedInAt,
    validTo,
    lastDoor: lastPassage && showPassageDoor(lastPassage),
    lastSeenAt: lastPassage?.occurredAt ?? null,
    ageSeconds: lastPassage && ageSeconds(lastPassage.occurredAt, at),
    sure: view.isSure,
    unconfirmed: view.isUnconfirmed,
  };
}

/** A device's clock may be ahead of ours. */
export function ageSeconds(since: Date, at: Date): number {
  return Math.max(0, Math.floor((at.getTime() - since.getTime()) / MS_PER_SECOND));
}
