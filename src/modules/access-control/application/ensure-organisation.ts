import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings.js';
import { Clock } from '../../../platform/clock/clock.js';
import { UnitOfWork } from '../../../platform/database/unit-of-work.js';
import {
  addOrganisation,
  type GatewaySession,
  HikCentralGateway,
  listOrganisations,
  type Operation,
  readInPages,
  readRootOrganisation,
} from '../../hikcentral-gateway/index.js';
import { DisabledServers } from '../persistence/disabled-servers.js';
import { ServerAdoptions } from '../persistence/server-adoptions.js';

/** An organisation that was looked up so recently is there: what is refused now is refused for another reason. */
const BELIEVED_FOR_MS = 10 * 60_000;

/** The organisation that our persons live in: found by name or made, once per server, and again when it vanished. */
@Injectable()
export class EnsureOrganisation {
  /** By server. */
  private readonly doubted = new Map<string, string>();
  private readonly lookedUpAtMs = new Map<string, number>();

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly gateway: HikCentralGateway,
    private readonly settings: Settings,
    private readonly clock: Clock,
    private readonly adoptions: ServerAdoptions,
    private readonly disabled: DisabledServers,
  ) {}

  /** null: not found or made yet, or in doubt. */
  async known(serverId: string): Promise<string | null> {
    const servers = await this.unitOfWork.read((tx) => this.gateway.servers(tx));
    const organisationId = servers.find(({ id }) => id === serverId)?.organisationId ?? null;
    return organisationId === this.doubted.get(serverId) ? null : organisationId;
  }

  /**
   * @returns null when it is not known and nothing may be changed there
   * @throws the gateway's error when HikCentral did not answer what was asked; asking again looks first
   */
  async run(session: GatewaySession): Promise<string | null> {
    const known = await this.known(session.serverId);
    if (known !== null) return known;
    if (!(await this.mayChange(session.serverId))) return null;
    const found = await readInPages(session, (pageSize) => this.find(session, pageSize));
    const organisationId = found ?? (await this.make(session));
    await this.unitOfWork.run((tx) => this.gateway.rememberOrganisation(tx, session.serverId, organisationId));
    this.doubted.delete(session.serverId);
    this.lookedUpAtMs.set(session.serverId, this.clock.now().getTime());
    return organisationId;
  }

  /**
   * HikCentral answered "not there" to a call that names this organisation: it is looked up, or made, before the next.
   * @returns false when it was looked up so recently that something else must be meant
   */
  doubt(serverId: string, organisationId: string): boolean {
    const lookedUpAtMs = this.lookedUpAtMs.get(serverId) ?? -Infinity;
    if (this.clock.now().getTime() - lookedUpAtMs < BELIEVED_FOR_MS) return false;
    this.doubted.set(serverId, organisationId);
    return true;
  }

  /** Persons of ours are gone, perhaps with their organisation: it is looked up before anybody is sent there. */
  lookAgain(serverId: string, organisationId: string): void {
    this.doubted.set(serverId, organisationId);
  }

  private mayChange(serverId: string): Promise<boolean> {
    return this.unitOfWork.run(async (tx) => {
      if (await this.disabled.isDisabled(tx, serverId)) return false;
      return this.adoptions.isAdopted(tx, serverId, this.clock.now());
    });
  }

  private async find(session: GatewaySession, pageSize: number): Promise<string | null> {
    for (let pageNo = 1; ; pageNo += 1) {
      const page = await ask(session, listOrganisations(pageNo, pageSize));
      const ours = page.items.find(({ name }) => name === this.settings.hikcentral.organisationName);
      if (ours !== undefined) return ours.id;
      if (page.items.length === 0 || page.pageNo * page.pageSize >= page.total) return null;
    }
  }

  private async make(session: GatewaySession): Promise<string> {
    const root = await ask(session, readRootOrganisation());
    const { organisationName: name } = this.settings.hikcentral;
    const made = await ask(session, addOrganisation({ name, parentId: root.id }));
    return made.id;
  }
}

async function ask<T>(session: GatewaySession, operation: Operation<T>): Promise<T> {
  const outcome = await session.call('provision', () => Promise.resolve(operation));
  if (outcome.kind === 'done') return outcome.value;
  throw outcome.kind === 'idle' ? new Error(`${operation.name} was not sent`) : outcome.error;
}
