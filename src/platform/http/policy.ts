import { applyDecorators, HttpCode, HttpStatus, SetMetadata } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { ApiExtension, ApiResponse } from '@nestjs/swagger';

export const PERMISSION_KEY = 'vestibule:permission';
export const PUBLIC_KEY = 'vestibule:public';
export const LOCATION_KEY = 'vestibule:location';
export const SECRET_FIELDS_KEY = 'vestibule:secret-fields';

/** Marks of the document that `openapi.ts` turns into security requirements and answers. */
export const PERMISSION_EXTENSION = 'x-permission';
export const PUBLIC_EXTENSION = 'x-public';

/**
 * Who may call this route: a row of the permission table. A route with neither this nor `@Public()` stops the boot,
 * and so does a permission that the table does not have. `own` scope is for the verb to apply.
 */
export function Require(permission: string): MethodDecorator {
  return applyDecorators(
    SetMetadata(PERMISSION_KEY, permission),
    ApiExtension(PERMISSION_EXTENSION, permission),
    answersOk,
  );
}

/** Anybody may call this route. */
export function Public(): MethodDecorator {
  return applyDecorators(SetMetadata(PUBLIC_KEY, true), ApiExtension(PUBLIC_EXTENSION, true), answersOk);
}

/**
 * Answers 201 and `Location`, the first time and when the answer is replayed.
 * @param location path under `/api/v1`, such as `/visits/{id}`, from what the handler returned: when it is replayed, as
 * it was written to JSON
 */
export function Creates(location: (result: never) => string): MethodDecorator {
  return applyDecorators(SetMetadata(LOCATION_KEY, location), HttpCode(HttpStatus.CREATED));
}

/** Fields of the answer that are shown once: an answer kept for an `Idempotency-Key` has null there. */
export function ShownOnce(...fields: string[]): MethodDecorator {
  return SetMetadata(SECRET_FIELDS_KEY, fields);
}

/** Documents the body of the answer; its status is that of the route. */
export function Answers(type: new (...parameters: never[]) => object): MethodDecorator {
  return ApiResponse({ status: 'default', type });
}

/** Nest answers a POST with 201; the contract says 200 unless something was made. */
const answersOk: MethodDecorator = (target, key, descriptor) => {
  if (statusOf(descriptor.value) === undefined) HttpCode(HttpStatus.OK)(target, key, descriptor);
};

function statusOf(handler: unknown): number | undefined {
  return Reflect.getMetadata(HTTP_CODE_METADATA, handler as object) as number | undefined;
}
