import { Injectable, Param, type PipeTransform } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { NotThereError } from './http.errors.js';

@Injectable()
class OwnIdPipe implements PipeTransform {
  transform(value: unknown): string {
    if (typeof value !== 'string' || !isUUID(value, 'all')) throw new NotThereError();
    return value.toLowerCase();
  }
}

/** An id of ours in the path. Ids are opaque to callers: one that cannot be ours is simply not there, 404. */
export function IdParam(name = 'id'): ParameterDecorator {
  return Param(name, OwnIdPipe);
}
