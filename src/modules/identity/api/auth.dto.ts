import { ApiProperty } from '@nestjs/swagger';
import { ROLES, type Role } from '../../../contracts/permissions.js';
import {
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  SecretField,
  TextField,
} from '../../../platform/http/fields.js';
import { UserResponse } from './user.dto.js';

export class LoginRequest {
  @TextField({ max: 254, example: 'admin@localhost' })
  email!: string;

  @SecretField({ max: 200, example: 'correct horse battery' })
  password!: string;
}

export class SessionResponse {
  @TextField({ max: 64, description: 'For `Authorization: Bearer`.' })
  accessToken!: string;

  @IntField({ description: 'Seconds until the access token expires.', example: 900 })
  expiresIn!: number;

  @NestedField(() => UserResponse)
  user!: UserResponse;
}

export class EndedSessionResponse {
  @InstantField()
  endedAt!: Date;
}

export class CallerResponse {
  @EnumField(['user', 'api-key'])
  kind!: 'user' | 'api-key';

  @IdField()
  id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null for an API key.' })
  email!: string | null;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(ROLES)
  role!: Role;
}
