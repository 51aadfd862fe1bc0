import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { isPrintable } from '../../../platform/http/field-rules.js';
import { DoorNotFoundError } from '../monitoring.errors.js';

const MAX_LENGTH = 64;

@Injectable()
class DoorIdPipe implements PipeTransform {
  transform(value: unknown): string {
    if (typeof value !== 'string' || value.length > MAX_LENGTH || !isPrintable(value, false)) {
      throw new DoorNotFoundError();
    }
    return value;
  }
}

/** A door's id in the path, opaque to callers: one that cannot be a door's is simply not there, 404. */
export function DoorIdParam(): ParameterDecorator {
  return Param('id', DoorIdPipe);
}
