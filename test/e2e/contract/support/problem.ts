/** RFC 9457 with the members of the contract. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly traceId: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

/** What must never be in an answer: paths of files, statements, names of libraries' errors. */
const INNER_LIFE = /node_modules|\.(ts|js):\d|SELECT |INSERT |QueryFailed|TypeError|SyntaxError|FST_|at Object\./;

interface Refusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Fails unless the answer is a whole problem that says nothing of our inner life. */
export function expectProblem({ status, headers, body }: Refusal): ProblemBody {
  expect({ status, type: headers['content-type'] }).toEqual({
    status: expect.any(Number),
    type: 'application/problem+json; charset=utf-8',
  });
  const problem = body as ProblemBody;
  expect(problem).toEqual({
    type: `urn:vestibule:problem:${problem.code}`,
    title: expect.stringMatching(/./),
    status,
    detail: expect.stringMatching(/./),
    code: expect.stringMatching(/^[A-Z][A-Z0-9_]*$/),
    traceId: headers['x-trace-id'],
    ...(problem.errors && { errors: problem.errors }),
  });
  expect(problem.traceId).toMatch(/^[0-9a-f]{32}$/);
  for (const fault of problem.errors ?? []) {
    expect(fault).toEqual({ pointer: expect.any(String), code: expect.any(String), detail: expect.any(String) });
    expect(fault.pointer).toMatch(/^$|^\//);
  }
  expect(JSON.stringify(body)).not.toMatch(INNER_LIFE);
  return problem;
}
