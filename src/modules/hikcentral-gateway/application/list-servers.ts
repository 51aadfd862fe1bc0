import { Injectable } from '@nestjs/common';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorPart, decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { ServerCatalogue, type ServerPlace, type ServerView } from '../persistence/server-catalogue.js';

const CURSOR = [cursorPart.instant, cursorPart.uuid];

@Injectable()
export class ListServers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly catalogue: ServerCatalogue,
    private readonly clock: Clock,
  ) {}

  async run({ limit, cursor }: { readonly limit: number; readonly cursor?: string }): Promise<Page<ServerView>> {
    const after = cursor === undefined ? null : placeOf(cursor);
    const servers = await this.unitOfWork.read((tx) => this.catalogue.page(tx, limit, after, this.clock.now()));
    return toPage(
      servers,
      limit,
      ({ createdAt, id }) => [createdAt.toISOString(), id],
      (server) => server,
    );
  }
}

function placeOf(cursor: string): ServerPlace {
  const [createdAt, id] = decodeCursor(cursor, CURSOR);
  return { createdAt: new Date(String(createdAt)), id: String(id) };
}
