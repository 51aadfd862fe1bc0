import { fieldFaultCodes } from './field-texts.js';
import { problemCodes } from './problem-texts.js';

/** RFC 9457 with the members of the contract, for the document; with every code that has a text. */
export function problemSchema() {
  const known = problemCodes();
  return {
    type: 'object',
    required: ['type', 'title', 'status', 'detail', 'code', 'traceId'],
    properties: {
      type: { type: 'string', format: 'uri-reference' },
      title: { type: 'string' },
      status: { type: 'integer' },
      detail: { type: 'string' },
      code: { type: 'string', description: 'Stable; for programs.', examples: known.filter(isOfProblem) },
      traceId: { type: 'string', pattern: '^[0-9a-f]{32}$' },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          required: ['pointer', 'code', 'detail'],
          properties: {
            pointer: { type: 'string', description: 'RFC 6901, into the body or the query.' },
            code: { type: 'string', examples: [...fieldFaultCodes(), ...known.filter((code) => !isOfProblem(code))] },
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
}

/** Codes of whole problems are written `LIKE_THIS`; those of single faults are not. */
function isOfProblem(code: string): boolean {
  return /^[A-Z]/.test(code);
}
