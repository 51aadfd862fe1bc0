import { jest } from '@jest/globals';
import { Client } from 'pg';
import { type DataSource } from 'typeorm';

export interface Asked {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What PostgreSQL was asked meanwhile by anybody in this process, and with which values. */
export async function askedDuring(work: () => Promise<unknown>): Promise<readonly Asked[]> {
  const query = jest.spyOn(Client.prototype, 'query');
  try {
    await work();
    return query.mock.calls.flatMap(([first, second]) =>
      typeof first === 'string' ? [{ sql: first, parameters: Array.isArray(second) ? (second as unknown[]) : [] }] : [],
    );
  } finally {
    query.mockRestore();
  }
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Index Name'?: string;
  readonly Plans?: readonly PlanNode[];
}

/** Tables that the plan of a statement reads from one end to the other, and indexes that it walks. */
export async function planOf(
  dataSource: DataSource,
  { sql, parameters }: Asked,
): Promise<{ readonly scanned: readonly string[]; readonly indexes: readonly string[] }> {
  const [row] = await dataSource.query<{ 'QUERY PLAN': readonly [{ readonly Plan: PlanNode }] }[]>(
    `EXPLAIN (FORMAT JSON) ${sql}`,
    [...parameters],
  );
  const nodes = flatten(row!['QUERY PLAN'][0].Plan);
  return {
    scanned: nodes.flatMap((node) => (node['Node Type'].includes('Seq Scan') ? [node['Relation Name'] ?? ''] : [])),
    indexes: nodes.flatMap((node) => node['Index Name'] ?? []),
  };
}

function flatten(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(flatten)];
}
