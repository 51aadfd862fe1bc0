import { ROLES, type Role } from '../../../../src/contracts/permissions.js';
import { ApiCaller } from '../../../support/api-caller.js';
import { ADMIN, openVestibule, type TestVestibule } from '../../../support/vestibule.js';

/** The whole product with one user of each role, made and logged in over the API. */
export interface ContractWorld {
  readonly vestibule: TestVestibule;
  readonly baseUrl: string;
  readonly admin: ApiCaller;
  readonly stranger: ApiCaller;
  as(role: Role): ApiCaller;
  close(): Promise<void>;
}

export const PASSWORD = 'long enough for anybody';

export const emailOf = (role: Role): string => (role === 'admin' ? ADMIN.email : `${role}@example.com`);

export async function openContractWorld(environment: Readonly<Record<string, string>> = {}): Promise<ContractWorld> {
  const vestibule = await openVestibule({ environment });
  const { baseUrl } = vestibule.running;
  const callers = new Map<Role, ApiCaller>([['admin', vestibule.api]]);
  for (const role of ROLES.filter((one) => one !== 'admin')) {
    await makeUser(vestibule.api, emailOf(role), role);
    callers.set(role, await ApiCaller.login(baseUrl, emailOf(role), PASSWORD));
  }
  return {
    vestibule,
    baseUrl,
    admin: vestibule.api,
    stranger: new ApiCaller(baseUrl),
    as: (role) => {
      const caller = callers.get(role);
      if (caller === undefined) throw new Error(`nobody was made a ${role}`);
      return caller;
    },
    close: () => vestibule.close(),
  };
}

/** @returns the id */
export async function makeUser(admin: ApiCaller, email: string, role: Role): Promise<string> {
  const { status, body } = await admin.post<{ id: string }>('/users', { email, role, name: role, password: PASSWORD });
  if (status !== 201) throw new Error(`making a ${role} was answered ${status}`);
  return body.id;
}
