import { type Operation, type Page, type PersonRead } from '../../../../../src/modules/hikcentral-gateway/index.js';
import { FakeHikCentral } from '../../../../support/fake-hikcentral.js';

const EMPLOYEES = '2';

/** Employees who are not ours stand first on its list of persons. */
export class CrowdedHikCentral extends FakeHikCentral {
  /** By id, in the order of the list. */
  readonly employees = new Map<string, PersonRead>();
  /** Codes of persons who are there and on no list. */
  readonly unlisted = new Set<string>();
  /** False as before 3.x. */
  doPersonsShowLevels = true;
  /** Called with each page of the list of persons. */
  onListed: (persons: readonly PersonRead[]) => void = () => undefined;

  employ(count: number): void {
    for (let number = 1; number <= count; number += 1) {
      this.employees.set(`${number}`, {
        personId: `${number}`,
        personCode: `E${number}`,
        organisationId: EMPLOYEES,
        familyName: 'Of',
        givenName: 'Staff',
        hasFace: true,
        faceUri: null,
        validity: null,
        accessLevelIds: this.doPersonsShowLevels ? [] : null,
      });
    }
  }

  override answer(operation: Operation<unknown>): unknown {
    if (operation.name === 'list-persons') return this.listed(operation.body);
    const value = super.answer(operation);
    return operation.name === 'find-person-by-code' && value !== null ? this.shown(value as PersonRead) : value;
  }

  private listed(body: Readonly<Record<string, unknown>>): Page<PersonRead> {
    const [pageNo, pageSize] = [Number(body['pageNo']), Number(body['pageSize'])];
    const guests = [...this.persons.values()]
      .filter(({ personCode }) => !this.unlisted.has(personCode))
      .map(({ personCode }) => this.find(personCode));
    const all = [...this.employees.values(), ...guests];
    const items = all.slice((pageNo - 1) * pageSize, pageNo * pageSize);
    this.onListed(items);
    return { items, rawCount: items.length, total: all.length, pageNo, pageSize };
  }

  private find(personCode: string): PersonRead {
    return this.answer({
      name: 'find-person-by-code',
      body: { personCode },
    } as unknown as Operation<unknown>) as PersonRead;
  }

  private shown(person: PersonRead): PersonRead {
    const hasFace = this.persons.get(person.personId)?.faceData !== '';
    return { ...person, hasFace, ...(!this.doPersonsShowLevels && { accessLevelIds: null }) };
  }
}
