import { CODES, notFound, Refusal } from '../refusal.js';
import { type EffectKind, type Journal } from './journal.js';
import { type Actor, type Organisation, ownerOf } from './model.js';

/** The tree of organisations; exactly one has the parent `"0"`. */
export class Organisations {
  private readonly byCode = new Map<string, Organisation>();

  constructor(
    organisations: Iterable<Organisation>,
    private nextIndexCode: number,
    private readonly journal: Journal,
    /** Whether anybody belongs to it. */
    private readonly hasPeople: (orgIndexCode: string) => boolean,
  ) {
    for (const organisation of organisations) this.byCode.set(organisation.orgIndexCode, organisation);
  }

  all(): Organisation[] {
    return [...this.byCode.values()];
  }

  nextCode(): number {
    return this.nextIndexCode;
  }

  /** Puts an older tree in place of this one. Codes already given out are never given again. */
  replaceAll(organisations: Iterable<Organisation>): void {
    this.byCode.clear();
    for (const organisation of organisations) this.byCode.set(organisation.orgIndexCode, organisation);
  }

  /** @throws Refusal 128 */
  get(orgIndexCode: string): Organisation {
    const organisation = this.byCode.get(orgIndexCode);
    if (organisation === undefined) throw notFound('organisation');
    return organisation;
  }

  /** @throws Refusal 128 when a world was built without one */
  root(): Organisation {
    const root = this.all().find(({ parentOrgIndexCode }) => parentOrgIndexCode === '0');
    if (root === undefined) throw notFound('root organisation');
    return root;
  }

  childrenOf(orgIndexCode: string): Organisation[] {
    return this.all().filter(({ parentOrgIndexCode }) => parentOrgIndexCode === orgIndexCode);
  }

  /** @throws Refusal 128 for an unknown parent, 131 for a name its parent already has */
  add(orgName: string, parentOrgIndexCode: string, actor: Actor): Organisation {
    this.get(parentOrgIndexCode);
    this.refuseTwin(orgName, parentOrgIndexCode);
    const orgIndexCode = String(this.nextIndexCode);
    const organisation = { orgIndexCode, orgName, parentOrgIndexCode, ownerAppKey: ownerOf(actor) };
    this.nextIndexCode += 1;
    this.byCode.set(orgIndexCode, organisation);
    this.record('organisation-added', organisation, actor);
    return organisation;
  }

  /** @throws Refusal 128, 131, or 2 when an organisation would end up below itself */
  update(orgIndexCode: string, changes: { orgName?: string; parentOrgIndexCode?: string }, actor: Actor): void {
    const organisation = this.get(orgIndexCode);
    const orgName = changes.orgName ?? organisation.orgName;
    const parentOrgIndexCode = changes.parentOrgIndexCode ?? organisation.parentOrgIndexCode;
    if (parentOrgIndexCode !== organisation.parentOrgIndexCode) this.refuseLoop(orgIndexCode, parentOrgIndexCode);
    this.refuseTwin(orgName, parentOrgIndexCode, orgIndexCode);
    Object.assign(organisation, { orgName, parentOrgIndexCode });
    this.record('organisation-changed', organisation, actor);
  }

  /** @throws Refusal 128, 2 for the root, 133 while anybody or anything is in it */
  delete(orgIndexCode: string, actor: Actor): void {
    const organisation = this.get(orgIndexCode);
    if (this.hasPeople(orgIndexCode)) throw new Refusal(CODES.occupied, 'organisation is not empty');
    if (organisation.parentOrgIndexCode === '0') throw new Refusal(CODES.parameterWrong, 'the root cannot be deleted');
    if (this.childrenOf(orgIndexCode).length > 0) throw new Refusal(CODES.occupied, 'organisation is not empty');
    this.byCode.delete(orgIndexCode);
    this.record('organisation-deleted', organisation, actor);
  }

  private record(kind: EffectKind, { orgIndexCode, ownerAppKey }: Organisation, actor: Actor): void {
    this.journal.record({ actor, kind, ownerAppKey, orgIndexCode });
  }

  private refuseTwin(orgName: string, parentOrgIndexCode: string, exceptCode?: string): void {
    const hasTwin = this.childrenOf(parentOrgIndexCode).some(
      (sibling) => sibling.orgName === orgName && sibling.orgIndexCode !== exceptCode,
    );
    if (hasTwin) throw new Refusal(CODES.alreadyExists, 'organisation name already exists');
  }

  private refuseLoop(orgIndexCode: string, parentOrgIndexCode: string): void {
    for (let code = parentOrgIndexCode; code !== '0'; code = this.get(code).parentOrgIndexCode) {
      if (code === orgIndexCode) throw new Refusal(CODES.parameterWrong, 'an organisation cannot be below itself');
    }
  }
}
