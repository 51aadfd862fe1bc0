import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  TextField,
} from '../../../platform/http/fields.js';
import { type PassageView } from '../application/list-passages.js';
import {
  type Direction,
  DIRECTIONS,
  PASSAGE_RESULTS,
  PASSAGE_SOURCES,
  type PassageResult,
  type PassageSource,
} from '../domain/passage.js';
import { type PassageAtDoor } from '../persistence/passage.repository.js';
import { type Plain } from '../../../platform/http/plain.js';

const CODE_MAX = 64;
const NAME_MAX = 200;

export class PassageGuestResponse {
  @IdField()
  id!: string;

  @TextField({ max: NAME_MAX, nullable: true, description: 'null once the guest was forgotten.' })
  fullName!: string | null;
}

export class PassageDoorResponse {
  @TextField({ max: CODE_MAX })
  id!: string;

  @TextField({ max: NAME_MAX })
  name!: string;

  @TextField({ max: CODE_MAX, nullable: true })
  readerId!: string | null;
}

export class PassageResponse {
  @IdField()
  id!: string;

  @TextField({ max: CODE_MAX, description: 'Id of the event in HikCentral.' })
  eventId!: string;

  @IdField({ nullable: true, description: 'null until the visit is found that it belongs to, if there is one.' })
  visitId!: string | null;

  @NestedField(() => PassageGuestResponse)
  guest!: PassageGuestResponse;

  @NestedField(() => PassageDoorResponse)
  door!: PassageDoorResponse;

  @EnumField(DIRECTIONS, {
    nullable: true,
    description: "The reader's, else the door's, as the map said at that time.",
  })
  direction!: Direction | null;

  @EnumField(PASSAGE_RESULTS)
  result!: PassageResult;

  @IntField({ description: "HikCentral's number of the type of event." })
  eventType!: number;

  @InstantField({ description: "By the device's clock." })
  occurredAt!: Date;

  @InstantField({ description: 'When it was stored here.' })
  receivedAt!: Date;

  @BoolField({ description: 'A picture was taken at the door, and is still shown.' })
  hasPicture!: boolean;

  @EnumField(PASSAGE_SOURCES, { description: 'What rang the read that found it.' })
  source!: PassageSource;
}

/** @param picturesSince pictures of passages stored before are not shown any more */
export function showPassage(passage: PassageView, picturesSince: Date): Plain<PassageResponse> {
  const { id, eventId, visitId, guestId, guest, direction, result, eventType } = passage;
  const { occurredAt, receivedAt, pictureUri, source } = passage;
  return {
    id,
    eventId,
    visitId,
    guest: { id: guestId, fullName: guest?.fullName ?? null },
    door: showPassageDoor(passage),
    direction,
    result,
    eventType,
    occurredAt,
    receivedAt,
    hasPicture: pictureUri !== null && receivedAt > picturesSince,
    source,
  };
}

export function showPassageDoor({ doorId, doorName, readerId }: PassageAtDoor): Plain<PassageDoorResponse> {
  return { id: doorId, name: doorName, readerId };
}
