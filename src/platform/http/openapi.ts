import { HTTP_CODE_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { PUBLIC_EXTENSION } from './policy.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;

const METHODS = ['get', 'put', 'post', 'delete', 'patch'] as const;
const MUTATING: readonly string[] = ['put', 'post', 'delete', 'patch'];

const DESCRIPTION = `Visitor access for sites whose doors run on HikCentral Professional.

Errors are RFC 9457 problems; \`code\` is stable, \`detail\` follows \`Accept-Language\` (en, ru). Times need an offset on
the way in and are UTC on the way out. Lists take \`limit\` and \`cursor\`. Every answer carries \`X-Trace-Id\`.`;

/** The contract from the code: what the decorators of the routes and fields say, and what holds for every route. */
export function buildOpenApi(app: NestFastifyApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Vestibule')
    .setDescription(DESCRIPTION)
    .setVersion('1')
    .addBearerAuth(
      { type: 'http', scheme: 'bearer', description: 'Access token of `POST /auth/login`.' },
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
    const { default: answer, ...others } = operation.responses;
    operation.responses = {
      ...others,
      ...(answer && { [statuses.get(operation.operationId ?? '') ?? 200]: answer }),
      default: { $ref: '#/components/responses/Problem' },
    };
    if (!isPublic && MUTATING.includes(method)) {
      operation.parameters = [...(operation.parameters ?? []), { $ref: '#/components/parameters/IdempotencyKey' }];
    }
  }
}

function sharedComponents({ components }: OpenAPIObject): NonNullable<OpenAPIObject['components']> {
  return {
    schemas: { ...components?.schemas, Problem: PROBLEM_SCHEMA },
    responses: {
      Problem: {
        description: 'What went wrong, as RFC 9457 has it.',
        headers: {
          'X-Trace-Id': { schema: { type: 'string' } },
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

const PROBLEM_SCHEMA = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'traceId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable; for programs.' },
    traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string', description: 'RFC 6901, into the body or the query.' },
          code: { type: 'string' },
          detail: { type: 'string' },
        },
      },
    },
  },
  example: {
    type: 'urn:vestibule:problem:INVALID_INPUT',
    title: 'Malformed request',
    status: 400,
    detail: 'The input is not of the expected shape; see `errors`.',
    code: 'INVALID_INPUT',
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    errors: [{ pointer: '/guest/fullName', code: 'isNotEmpty', detail: 'must be given' }],
  },
};
