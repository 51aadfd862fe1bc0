import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { cursorPart, decodeCursor, type Page, toPage } from '../../../platform/http/page.js';
import { type User } from '../domain/user.js';
import { UserRepository } from '../persistence/user-repository.js';

@Injectable()
export class ListUsers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
  ) {}

  /** Newest first: ids rise with time. */
  async run({ limit, cursor }: { limit: number; cursor?: string }): Promise<Page<User>> {
    const afterId = cursor === undefined ? null : String(decodeCursor(cursor, [cursorPart.uuid])[0]);
    const rows = await this.unitOfWork.read((tx) => this.users.list(tx, limit + 1, afterId));
    return toPage(
      rows,
      limit,
      ({ id }) => [id],
      (user) => user,
    );
  }
}
