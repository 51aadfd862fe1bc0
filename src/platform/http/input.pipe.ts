import { type ArgumentMetadata, Injectable, type PipeTransform, ValidationPipe, type Type } from '@nestjs/common';
import { type ValidationError } from 'class-validator';
import { currentContext } from '../context/request-context.js';
import { QUERY_GROUP } from './field-rules.js';
import { InvalidInputError } from './http.errors.js';
import { shapeFaults, toInputFaults } from './input-faults.js';

function validationPipe(groups: string[]): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: false,
    stopAtFirstError: true,
    transformOptions: { groups },
    exceptionFactory: (errors: ValidationError[]) =>
      new InvalidInputError(toInputFaults(errors, currentContext().language)),
  });
}

/**
 * Bodies, queries and path parameters of a declared class, refused or converted as their fields say. Values of a body
 * are never coerced; those of a query and a path arrive as text.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly bodies = validationPipe([]);
  private readonly texts = validationPipe([QUERY_GROUP]);

  transform(value: unknown, metadata: ArgumentMetadata): unknown {
    if (metadata.type === 'custom' || !isDeclared(metadata.metatype)) return value;
    const given = value ?? {};
    const faults = shapeFaults(given, currentContext().language);
    if (faults.length > 0) throw new InvalidInputError(faults);
    return (metadata.type === 'body' ? this.bodies : this.texts).transform(given, metadata);
  }
}

/** A class of ours with fields, not `Object` or `String`, which TypeScript writes for plain types. */
function isDeclared(metatype: Type<unknown> | undefined): boolean {
  return (
    metatype !== undefined && !([Object, String, Number, Boolean, Array, Buffer, Date] as unknown[]).includes(metatype)
  );
}
