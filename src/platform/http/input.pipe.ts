import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validate } from 'class-validator';
import { currentContext } from '../context/request-context.js';
import { QUERY_GROUP } from './field-rules.js';
import { type ClassOf, shapesOf } from './field-shapes.js';
import { InvalidInputError } from './http.errors.js';
import { toInputFaults } from './input-faults.js';
import { keepDeclared } from './input-shape.js';

const RULES = {
  stopAtFirstError: true,
  // Unknown fields are gone before; these two hold should anybody validate around that.
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: false,
  validationError: { target: false, value: false },
} as const;

/**
 * Bodies, queries and path parameters of a declared class, refused or converted as their fields say. Values of a body
 * are never coerced; those of a query and a path arrive as text.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || metatype === undefined || !isDeclared(metatype)) return value;
    return this.check(value === undefined ? {} : value, metatype as ClassOf, type === 'body' ? [] : [QUERY_GROUP]);
  }

  private async check(input: unknown, type: ClassOf, groups: string[]): Promise<object> {
    const { kept, faults } = keepDeclared(input, type);
    const instance = plainToInstance<object, unknown>(type, kept ?? {}, { groups });
    const errors = kept === undefined ? [] : await validate(instance, RULES);
    if (faults.length + errors.length > 0) {
      throw new InvalidInputError(toInputFaults(faults, errors, currentContext().language));
    }
    return instance;
  }
}

/** A class of ours: not `Object` or `String`, which TypeScript writes for plain types, nor a stream or a request. */
function isDeclared(metatype: NonNullable<ArgumentMetadata['metatype']>): boolean {
  return shapesOf(metatype as ClassOf).size > 0;
}
