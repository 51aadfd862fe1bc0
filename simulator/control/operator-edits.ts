import { SILHOUETTE } from '../employees.js';
import { faceOf } from '../world/face.js';
import { type Actor, type Person } from '../world/model.js';
import { type PersonHandle } from '../world/persons.js';
import { type World } from '../world/world.js';

const OPERATOR: Actor = { by: 'operator' };

/** What an operator does by hand at HikCentral's own client, behind a partner's back. Everything throws Refusal 128 for what is not there. */
export class OperatorEdits {
  constructor(private readonly world: World) {}

  renamePerson(handle: PersonHandle, name: { familyName?: string; givenName?: string }): void {
    this.world.updatePerson(this.person(handle), name, OPERATOR);
  }

  deletePerson(handle: PersonHandle): void {
    this.world.deletePerson(this.person(handle), OPERATOR);
  }

  /** @param endTimeMs default: a second ago */
  expirePerson(handle: PersonHandle, endTimeMs = this.world.nowMs() - 1000): void {
    const person = this.person(handle);
    const beginTimeMs = Math.min(person.beginTimeMs, endTimeMs - 1000);
    this.world.updatePerson(person, { beginTimeMs, endTimeMs }, OPERATOR);
  }

  /** @param jpeg null takes the face away; default a grey silhouette */
  changeFace(handle: PersonHandle, jpeg: Buffer | null = SILHOUETTE): void {
    this.world.replaceFace(this.person(handle), jpeg === null ? null : faceOf(jpeg), OPERATOR);
  }

  addMember(privilegeGroupId: string, handle: PersonHandle): void {
    this.world.addMembers(privilegeGroupId, [this.person(handle)], OPERATOR);
  }

  removeMember(privilegeGroupId: string, handle: PersonHandle): void {
    this.world.removeMembers(privilegeGroupId, [this.person(handle)], OPERATOR);
  }

  deleteLevel(privilegeGroupId: string): void {
    const { type } = this.world.levels.get(privilegeGroupId);
    this.world.levelAdmin.delete([privilegeGroupId], type, OPERATOR);
  }

  /** @param isForced deletes the persons and organisations in it first; otherwise 133 refuses while there are any */
  deleteOrganisation(orgIndexCode: string, isForced = false): void {
    const { organisations, persons } = this.world;
    organisations.get(orgIndexCode);
    if (isForced) {
      for (const child of organisations.childrenOf(orgIndexCode)) this.deleteOrganisation(child.orgIndexCode, true);
      for (const person of persons.all()) {
        if (person.orgIndexCode === orgIndexCode) this.world.deletePerson(person, OPERATOR);
      }
    }
    organisations.delete(orgIndexCode, OPERATOR);
  }

  /** Persons beyond the licence stay; adding another is refused with 132. @param personCapacity null for any number */
  setLicence(personCapacity: number | null): void {
    this.world.persons.setCapacity(personCapacity);
    this.world.journal.record({ actor: OPERATOR, kind: 'licence-changed', ownerAppKey: null });
  }

  private person(handle: PersonHandle): Person {
    return this.world.persons.get(handle);
  }
}
