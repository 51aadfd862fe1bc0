import { type DevicePage, type DevicePaging } from '../mapping/device-paging.js';
import { type DeviceCall, type DeviceOutcome } from './device-call.js';
import { type DeviceClient } from './device-client.js';

const SEARCH_ID_BYTES = 8;

/** All pages of one search. */
export interface Walk<T> {
  readonly items: readonly T[];
  /** Items that could not be read, or that the device promised and did not bring. */
  readonly missingCount: number;
  /** False: there was more than was asked for. */
  readonly isWhole: boolean;
}

export interface WalkOptions<T> {
  readonly pageSize: number;
  /** Where the walk stops, whatever the device says. */
  readonly maxItems: number;
  readonly page: (paging: DevicePaging) => DeviceCall<DevicePage<T>>;
}

/** Page by page, by what each page brought: devices cap pages as they like. The first page that fails ends it. */
export async function walkPages<T>(
  client: Pick<DeviceClient, 'send' | 'random'>,
  { pageSize, maxItems, page }: WalkOptions<T>,
): Promise<DeviceOutcome<Walk<T>>> {
  const searchID = client.random.bytes(SEARCH_ID_BYTES).toString('hex');
  const items: T[] = [];
  for (let position = 0; ;) {
    const outcome = await client.send(page({ searchID, searchResultPosition: position, maxResults: pageSize }));
    if (outcome.kind !== 'done') return outcome;
    const { value, answeredAt } = outcome;
    items.push(...value.items);
    position += value.rawCount;
    // Some firmware refuses to be asked past the end, so it is not.
    const isEnd = !value.hasMore || (value.total !== null && position >= value.total);
    if (!isEnd && position < maxItems) continue;
    return { kind: 'done', answeredAt, value: { items, missingCount: position - items.length, isWhole: isEnd } };
  }
}
