import { jest } from '@jest/globals';
import { Client } from 'pg';

/** What PostgreSQL was really asked meanwhile, by anybody in this process. */
export async function statementsDuring<T>(work: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const asked = jest.spyOn(Client.prototype, 'query');
  try {
    const result = await work();
    return { result, statements: asked.mock.calls.map(([first]) => textOf(first)) };
  } finally {
    asked.mockRestore();
  }
}

function textOf(asked: unknown): string {
  if (typeof asked === 'string') return asked;
  return typeof asked === 'object' && asked !== null && 'text' in asked ? String(asked.text) : '';
}
