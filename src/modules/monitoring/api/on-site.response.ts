import { ApiProperty } from '@nestjs/swagger';
import { BoolField, IdField, InstantField, NestedField, TextField } from '../../../platform/http/fields.js';
import { type Muster, type OnSiteView } from '../application/list-on-site.js';
import { PassageDoorResponse, showPassageDoor } from './passage.response.js';
import { type Plain } from '../../../platform/http/plain.js';

const NAME_MAX = 200;

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

  @BoolField({
    description: 'The last that was seen is an entry (or a check-in by hand), and nothing seen is missing.',
  })
  sure!: boolean;

  @BoolField({ description: 'The visit was closed without an exit seen.' })
  unconfirmed!: boolean;
}

/** Shaped like every list, but always whole: a muster list of which a page is missing is none. */
export class OnSiteResponse {
  @ApiProperty({ type: OnSiteVisitResponse, isArray: true })
  items!: OnSiteVisitResponse[];

  @ApiProperty({ type: String, nullable: true, description: 'Always null.' })
  nextCursor!: null;

  @InstantField({ nullable: true, description: 'Up to when passages are known to be complete.' })
  completeTo!: Date | null;
}

export function showMuster({ visits, completeTo }: Muster): Plain<OnSiteResponse> {
  return { items: visits.map(showOnSite), nextCursor: null, completeTo };
}

function showOnSite(view: OnSiteView): Plain<OnSiteVisitResponse> {
  const { visitId, guestId, fullName, company, hostName, checkedInAt, validTo, lastPassage } = view;
  return {
    visitId,
    guest: { id: guestId, fullName, company },
    host: { name: hostName },
    checkedInAt,
    validTo,
    lastDoor: lastPassage && showPassageDoor(lastPassage),
    lastSeenAt: lastPassage?.occurredAt ?? null,
    sure: view.isSure,
    unconfirmed: view.isUnconfirmed,
  };
}
