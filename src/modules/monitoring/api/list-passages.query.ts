import { EnumField, IdField, InstantField, TextField } from '../../../platform/http/fields.js';
import { PageQuery } from '../../../platform/http/page.js';
import { type Direction, DIRECTIONS, PASSAGE_RESULTS, type PassageResult } from '../domain/passage.js';

export class ListPassagesQuery extends PageQuery {
  @IdField({ optional: true })
  visitId?: string;

  @TextField({ max: 64, optional: true, min: 1 })
  doorId?: string;

  @EnumField(DIRECTIONS, { optional: true })
  direction?: Direction;

  @EnumField(PASSAGE_RESULTS, { optional: true })
  result?: PassageResult;

  @InstantField({ optional: true, description: '`occurredAt` from here on.' })
  from?: Date;

  @InstantField({ optional: true, description: '`occurredAt` before this.' })
  to?: Date;
}
