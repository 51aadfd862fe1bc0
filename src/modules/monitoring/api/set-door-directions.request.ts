import { Rule } from '../../../platform/http/field-rules.js';
import { EnumField, NestedListField, TextField } from '../../../platform/http/fields.js';
import { type Direction, DIRECTIONS } from '../domain/passage.js';

const READERS_MAX = 64;

export class ReaderDirectionRequest {
  @TextField({ max: 64, example: '5' })
  readerId!: string;

  @EnumField(DIRECTIONS, { nullable: true })
  direction!: Direction | null;
}

export class SetDoorDirectionsRequest {
  @EnumField(DIRECTIONS, { nullable: true, description: 'For readers without one of their own.' })
  direction!: Direction | null;

  @NestedListField(() => ReaderDirectionRequest, {
    maxItems: READERS_MAX,
    description: 'A known reader that is not named loses its direction.',
  })
  @Rule('isDistinct', hasEachReaderOnce)
  readers!: ReaderDirectionRequest[];
}

function hasEachReaderOnce(readers: unknown): boolean {
  if (!Array.isArray(readers)) return true;
  const ids = readers.map((reader: unknown) => (reader instanceof ReaderDirectionRequest ? reader.readerId : reader));
  return new Set(ids).size === ids.length;
}
