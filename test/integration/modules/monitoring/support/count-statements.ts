import { type TestDatabase } from '../../../../support/database.js';

/** Counts what is sent to the database from now on. */
export function countStatements({ dataSource }: TestDatabase): { stop(): number } {
  const create = dataSource.createQueryRunner.bind(dataSource);
  let count = 0;
  dataSource.createQueryRunner = (mode) => {
    const runner = create(mode);
    const run = runner.query.bind(runner) as (...parameters: unknown[]) => Promise<unknown>;
    runner.query = ((...parameters: unknown[]) => {
      count += 1;
      return run(...parameters);
    }) as typeof runner.query;
    return runner;
  };
  return {
    stop: () => {
      dataSource.createQueryRunner = create;
      return count;
    },
  };
}
