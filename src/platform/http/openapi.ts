import { STATUS_CODES } from 'node:http';
import { HttpStatus } from '@nestjs/common';
import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PUBLIC_EXTENSION } from './policy.js';
import { problemSchema } from './problem-schema.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const MUTATING: readonly string[] = ['put', 'post', 'delete', 'patch'];

const DESCRIPTION = `Visitor access for sites whose doors run on HikCentral Professional.

Errors are RFC 9457 problems; \`code\` is stable, \`detail\` follows \`Accept-Language\` (en, ru). Times need an offset on
the way in and are UTC on the way out. Lists take \`limit\` and \`cursor\`. Every answer carries \`X-Trace-Id\`.`;

const CREATED: number = HttpStatus.CREATED;
const TRACE_ID = { 'X-Trace-Id': { schema: { type: 'string' as const, pattern: '^[0-9a-f]{32}$' } } };

/** The contract from the code: what the decorators of the routes and fields say, and what holds for every route. */
export function buildOpenApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Vestibule')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth(
      {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'opaque',
        description: 'Access token of `POST /auth/login`.',
      },
      'accessToken',
    )
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-API-Key' }, 'apiKey')
    .addCookieAuth('__Host-vestibule', { type: 'apiKey', in: 'cookie' }, 'session')
    .build();
  const document = SwaggerModule.createDocument(app, config, { operationIdFactory: operationIdOf });
  document.components = { ...document.components, ...sharedComponents(document) };
  const statuses = statusesOf(app);
  for (const path of Object.values(document.paths)) completePath(path, statuses);
  return document;
}

function operationIdOf(controller: string, method: string): string {
  return `${controller.replace(/Controller$/, '')}_${method}`;
}

/** Status by operation. Read from the finished classes: a decorator cannot know what those above it will say. */
function statusesOf(app: NestFastifyApplication): ReadonlyMap<string, number> {
  const scanner = new MetadataScanner();
  const statuses = new Map<string, number>();
  for (const { metatype } of app.get(DiscoveryService, { strict: false }).getControllers()) {
    if (typeof metatype !== 'function') continue;
    const prototype = metatype.prototype as Record<string, object>;
    for (const method of scanner.getAllMethodNames(prototype)) {
      const status = Reflect.getMetadata(HTTP_CODE_METADATA, prototype[method] ?? {}) as number | undefined;
      if (status !== undefined) statuses.set(operationIdOf(metatype.name, method), status);
    }
  }
  return statuses;
}

function completePath(path: PathItem, statuses: ReadonlyMap<string, number>): void {
  for (const method of METHODS) {
    const operation = path[method] as (Operation & Record<string, unknown>) | undefined;
    if (operation === undefined) continue;
    const isPublic = operation[PUBLIC_EXTENSION] === true;
    operation.security = isPublic ? [] : [{ accessToken: [] }, { apiKey: [] }, { session: [] }];
    operation.responses = completeResponses(operation, statuses.get(operation.operationId ?? '') ?? HttpStatus.OK);
    completeRawBodies(operation);
    if (!isPublic && MUTATING.includes(method)) {
      operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/IdempotencyKey' }];
    }
  }
}

function completeResponses({ responses }: Operation, status: number): Operation['responses'] {
  const { default: answer, ...others } = responses;
  const named: Operation['responses'] = { ...others, ...(answer && { [status]: answer }) };
  const complete: Operation['responses'] = { default: { $ref: '#/components/responses/Problem' } };
  for (const [code, response] of Object.entries(named)) complete[code] = completeResponse(Number(code), response);
  return complete;
}

function completeResponse(status: number, response: Operation['responses'][string]): Operation['responses'][string] {
  if (response === undefined || '$ref' in response) return response;
  return {
    ...response,
    description: response.description || (STATUS_CODES[status] ?? ''),
    headers: {
      ...response.headers,
      ...TRACE_ID,
      ...(status === CREATED && {
        Location: { description: 'Where it is.', schema: { type: 'string' as const, format: 'uri-reference' } },
      }),
    },
  };
}

/** Swagger describes all media types of a body alike; an image is no object with a field. */
function completeRawBodies({ requestBody }: Operation): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  for (const [type, content] of Object.entries(requestBody.content)) {
    if (type.startsWith('image/')) content.schema = { type: 'string', format: 'binary' };
  }
}

function sharedComponents({ components }: OpenAPIObject): NonNullable<OpenAPIObject['components']> {
  return {
    schemas: { ...components?.schemas, Problem: problemSchema() },
    responses: {
      Problem: {
        description: 'What went wrong, as RFC 9457 has it.',
        headers: {
          ...TRACE_ID,
          'Retry-After': {
            description: 'With 429, 503 and a request that is still running.',
            schema: { type: 'integer' },
          },
        },
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
    parameters: {
      IdempotencyKey: {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        description: 'The same key and body gives the first answer again for 24 h; another body is 422.',
        schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x21-\\x7e]+$' },
        example: '5b0c8c1e-6d7c-4a52-9f0e-1c2d3e4f5a6b',
      },
    },
  };
}
