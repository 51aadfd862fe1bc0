import { ROLES, type Role } from '../../../contracts/permissions.js';
import {
  BoolField,
  EmailField,
  EnumField,
  IdField,
  InstantField,
  SecretField,
  TextField,
} from '../../../platform/http/fields.js';

/** NIST SP 800-63B, section 5.1.1.2: at least 8, no rules about kinds of characters. */
const PASSWORD = { min: 8, max: 200, example: 'correct horse battery' };

export class CreateUserRequest {
  @EmailField()
  email!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(ROLES)
  role!: Role;

  @SecretField(PASSWORD)
  password!: string;
}

export class ChangeUserRequest {
  @TextField({ max: 200, min: 1, optional: true })
  name?: string;

  @EnumField(ROLES, { optional: true })
  role?: Role;

  @SecretField({ ...PASSWORD, optional: true })
  password?: string;

  @BoolField({ optional: true, description: 'true ends every session of the user.' })
  blocked?: boolean;
}

export class UserResponse {
  @IdField()
  id!: string;

  @EmailField()
  email!: string;

  @TextField({ max: 200 })
  name!: string;

  @EnumField(ROLES)
  role!: Role;

  @BoolField()
  blocked!: boolean;

  @InstantField()
  createdAt!: Date;

  @InstantField()
  updatedAt!: Date;
}
