import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type OpenAPIObject } from '@nestjs/swagger';
import { type FastifyInstance } from 'fastify';

const DOCUMENT_PATH = '/api/openapi.json';
const PAGE_PATH = '/api/docs';

/** Swagger UI styles its elements one by one; scripts come from files alone. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Vestibule API</title>
    <link rel="stylesheet" href="${PAGE_PATH}/swagger-ui.css" />
  </head>
  <body>
    <div id="contract"></div>
    <script src="${PAGE_PATH}/swagger-ui-bundle.js"></script>
    <script src="${PAGE_PATH}/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({ url: '${DOCUMENT_PATH}', dom_id: '#contract', deepLinking: true });\n`;

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/**
 * The contract, browsable without any network but ours. Nest's own page needs @fastify/static for two files and inline
 * scripts that our content policy refuses.
 */
export function serveContract(server: FastifyInstance, build: () => OpenAPIObject): void {
  let document: string | null = null;
  server.get(DOCUMENT_PATH, (_request, reply) => {
    document ??= JSON.stringify(build());
    return reply.type('application/json; charset=utf-8').send(document);
  });
  server.get(PAGE_PATH, (_request, reply) =>
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(PAGE),
  );
  server.get(`${PAGE_PATH}/start.js`, (_request, reply) => reply.type('text/javascript; charset=utf-8').send(START));
  const folder = assetFolder();
  for (const [name, type] of Object.entries(ASSETS)) {
    server.get(`${PAGE_PATH}/${name}`, (_request, reply) =>
      reply.type(type).send(createReadStream(join(folder, name))),
    );
  }
}

function assetFolder(): string {
  // From where Swagger's package stands: that it brings the page is its business, not ours.
  const fromSwagger = createRequire(createRequire(import.meta.url).resolve('@nestjs/swagger'));
  return dirname(fromSwagger.resolve('swagger-ui-dist/absolute-path.js'));
}
