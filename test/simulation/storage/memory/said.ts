/** What is not named, or named as undefined, stays as it is: so TypeORM writes an update. */
export function said<Row extends object>(changes: Partial<Row>): Partial<Row> {
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined)) as Partial<Row>;
}
