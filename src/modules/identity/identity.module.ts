import { Global, Module, type Provider } from '@nestjs/common';
import { Authenticator, PermissionTable } from '../../platform/http/authenticator.js';
import { CallerWatch } from '../../platform/http/caller-watch.js';
import { ApiKeysController } from './api/api-keys.controller.js';
import { AuthController } from './api/auth.controller.js';
import { UsersController } from './api/users.controller.js';
import { ChangeUser } from './application/change-user.js';
import { ContractPermissions } from './application/contract-permissions.js';
import { CreateApiKey } from './application/create-api-key.js';
import { CreateUser } from './application/create-user.js';
import { FirstAdmin } from './application/first-admin.js';
import { ListApiKeys } from './application/list-api-keys.js';
import { ListUsers } from './application/list-users.js';
import { LogIn } from './application/log-in.js';
import { LogOut } from './application/log-out.js';
import { LoginThrottle } from './application/login-throttle.js';
import { Passwords } from './application/passwords.js';
import { RefreshSession } from './application/refresh-session.js';
import { RevokeApiKey } from './application/revoke-api-key.js';
import { SessionAuthenticator } from './application/session-authenticator.js';
import { SessionWatch } from './application/session-watch.js';
import { SessionSweep } from './application/session-sweep.js';
import { ShowCaller } from './application/show-caller.js';
import { ApiKeyRepository } from './persistence/api-key-repository.js';
import { CallerDirectory, SqlCallerDirectory } from './persistence/caller-directory.js';
import { SessionRepository } from './persistence/session-repository.js';
import { SqlApiKeyRepository } from './persistence/sql-api-key-repository.js';
import { SqlSessionRepository } from './persistence/sql-session-repository.js';
import { SqlUserRepository } from './persistence/sql-user-repository.js';
import { UserRepository } from './persistence/user-repository.js';

const persistence: Provider[] = [
  { provide: UserRepository, useClass: SqlUserRepository },
  { provide: SessionRepository, useClass: SqlSessionRepository },
  { provide: ApiKeyRepository, useClass: SqlApiKeyRepository },
  { provide: CallerDirectory, useClass: SqlCallerDirectory },
];

const verbs: Provider[] = [
  LogIn,
  RefreshSession,
  LogOut,
  ShowCaller,
  CreateUser,
  ChangeUser,
  ListUsers,
  CreateApiKey,
  ListApiKeys,
  RevokeApiKey,
];

/** Who calls and what they may do. Global: the guard of the platform asks it without knowing it. */
@Global()
@Module({
  controllers: [AuthController, UsersController, ApiKeysController],
  providers: [
    ...persistence,
    ...verbs,
    Passwords,
    LoginThrottle,
    FirstAdmin,
    SessionSweep,
    { provide: Authenticator, useClass: SessionAuthenticator },
    { provide: CallerWatch, useClass: SessionWatch },
    { provide: PermissionTable, useClass: ContractPermissions },
  ],
  exports: [Authenticator, CallerWatch, PermissionTable, FirstAdmin],
})
export class IdentityModule {}
