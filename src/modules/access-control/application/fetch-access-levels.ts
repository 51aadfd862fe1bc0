import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import {
  type AccessLevelRead,
  type GatewaySession,
  listAccessLevels,
  readInPages,
} from '../../hikcentral-gateway/index.js';
import { AccessLevelRepository } from '../persistence/access-level-repository.js';

const FRESH_FOR_MS = 3_600_000;

/** Keeps the cache of levels at most an hour old while HikCentral answers. */
@Injectable()
export class FetchAccessLevels {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly levels: AccessLevelRepository,
    private readonly clock: Clock,
  ) {}

  /** @returns when to look again. @throws the gateway's error when a page was not answered */
  async run(session: GatewaySession): Promise<Date> {
    const { serverId } = session;
    const fetchedAt = await this.unitOfWork.read((tx) => this.levels.oldestFetchAt(tx, serverId));
    const freshUntilMs = (fetchedAt?.getTime() ?? 0) + FRESH_FOR_MS;
    if (freshUntilMs > this.clock.now().getTime()) return new Date(freshUntilMs);

    const read = await readInPages(session, (pageSize) => readAll(session, pageSize));
    const now = this.clock.now();
    const cached = read.map(({ id, name, doors }) => ({ serverId, levelId: id, name, doors, fetchedAt: now }));
    await this.unitOfWork.run((tx) => this.levels.replace(tx, serverId, cached));
    return new Date(now.getTime() + FRESH_FOR_MS);
  }
}

async function readAll(session: GatewaySession, pageSize: number): Promise<AccessLevelRead[]> {
  const read: AccessLevelRead[] = [];
  for (let pageNo = 1, isLast = false; !isLast; pageNo += 1) {
    const outcome = await session.call('sweep', () => Promise.resolve(listAccessLevels(pageNo, pageSize)));
    if (outcome.kind !== 'done') throw outcome.kind === 'idle' ? new Error('levels were not asked for') : outcome.error;
    const { items, total } = outcome.value;
    read.push(...items);
    isLast = items.length === 0 || pageNo * pageSize >= total;
  }
  return read;
}
