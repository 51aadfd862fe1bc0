import { waitFor } from '../../../support/wait-for.js';
import { type ContractWorld } from './contract-world.js';

/** Until nothing of what was announced without a photo is on its way: what moves after this was moved by the test. */
export function untilKnown({ vestibule }: ContractWorld, visits: number): Promise<void> {
  return waitFor(async () => {
    const [row] = await vestibule.database.dataSource.query<{ n: number }[]>(
      "SELECT count(*)::int AS n FROM visits WHERE access_status = 'awaiting_photo'",
    );
    return row?.n === visits;
  }, 'that access-control meets the guests');
}
