import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorPart, decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { type ApiKey } from '../domain/user.js';
import { ApiKeyRepository } from '../persistence/api-key-repository.js';

@Injectable()
export class ListApiKeys {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
  ) {}

  /** Those that still work, newest first: ids rise with time. */
  async run({ limit, cursor }: { limit: number; cursor?: string }): Promise<Page<ApiKey>> {
    const afterId = cursor === undefined ? null : String(decodeCursor(cursor, [cursorPart.uuid])[0]);
    const rows = await this.unitOfWork.read((tx) => this.keys.list(tx, limit + 1, afterId));
    return toPage(
      rows,
      limit,
      ({ id }) => [id],
      (key) => key,
    );
  }
}
