import { Injectable } from '@nestjs/common';
import { type Actor } from '../../../platform/context/request-context.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import { UnauthenticatedError } from '../../../platform/http/http.errors.js';
import { type ApiKey, type User } from '../domain/user.js';
import { ApiKeyRepository } from '../persistence/api-key-repository.js';
import { UserRepository } from '../persistence/user-repository.js';

export interface Caller {
  readonly kind: 'user' | 'api-key';
  readonly id: string;
  readonly email: string | null;
  readonly name: string;
  readonly role: string;
}

@Injectable()
export class ShowCaller {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UserRepository,
    private readonly keys: ApiKeyRepository,
  ) {}

  /** @throws UNAUTHENTICATED when the caller is gone since the guard looked */
  async run({ kind, id, email }: Actor): Promise<Caller> {
    if (kind === 'system') throw new UnauthenticatedError();
    const row = await this.unitOfWork.read<User | ApiKey | null>((tx) =>
      kind === 'user' ? this.users.find(tx, id) : this.keys.find(tx, id),
    );
    if (row === null) throw new UnauthenticatedError();
    return { kind, id, email, name: row.name, role: row.role };
  }
}
