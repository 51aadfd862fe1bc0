import { type DeviceCapacity } from '../options.js';
import { IsapiRefusal } from '../status.js';
import { type DeviceCard, type DevicePerson } from './person.js';

/** The persons, cards and faces a device holds. Each kind has room for so many. */
export class Roster {
  private readonly persons = new Map<string, DevicePerson>();
  private readonly cards = new Map<string, DeviceCard>();
  private readonly faces = new Map<string, Buffer>();

  constructor(private readonly capacity: () => DeviceCapacity) {}

  person(employeeNo: string): DevicePerson | undefined {
    return this.persons.get(employeeNo);
  }

  /** @throws IsapiRefusal employeeNoNotExist */
  existing(employeeNo: string): DevicePerson {
    const person = this.persons.get(employeeNo);
    if (person === undefined) throw new IsapiRefusal('employeeNoNotExist');
    return person;
  }

  allPersons(): DevicePerson[] {
    return [...this.persons.values()];
  }

  /** @throws IsapiRefusal userExceedLimit */
  putPerson(person: DevicePerson): void {
    if (!this.persons.has(person.employeeNo) && this.persons.size >= this.capacity().persons) {
      throw new IsapiRefusal('userExceedLimit');
    }
    this.persons.set(person.employeeNo, person);
  }

  /** The person alone: cards and a face stay, and serve whoever gets the number next. */
  dropPerson(employeeNo: string): void {
    this.persons.delete(employeeNo);
  }

  dropWithCredentials(employeeNo: string): void {
    this.dropPerson(employeeNo);
    this.faces.delete(employeeNo);
    for (const { cardNo } of this.cardsOf(employeeNo)) this.cards.delete(cardNo);
  }

  clear(): void {
    this.persons.clear();
    this.cards.clear();
    this.faces.clear();
  }

  card(cardNo: string): DeviceCard | undefined {
    return this.cards.get(cardNo);
  }

  allCards(): DeviceCard[] {
    return [...this.cards.values()];
  }

  cardsOf(employeeNo: string): DeviceCard[] {
    return this.allCards().filter((card) => card.employeeNo === employeeNo);
  }

  /** @throws IsapiRefusal cardNoAlreadyExist, employeeNoNotExist, cardNumOverLimit */
  addCard(card: DeviceCard): void {
    if (this.cards.has(card.cardNo)) throw new IsapiRefusal('cardNoAlreadyExist');
    this.existing(card.employeeNo);
    if (this.cards.size >= this.capacity().cards) throw new IsapiRefusal('cardNumOverLimit');
    this.cards.set(card.cardNo, card);
  }

  dropCard(cardNo: string): void {
    this.cards.delete(cardNo);
  }

  face(employeeNo: string): Buffer | undefined {
    return this.faces.get(employeeNo);
  }

  allFaces(): [employeeNo: string, jpeg: Buffer][] {
    return [...this.faces];
  }

  /** @throws IsapiRefusal employeeNoNotExist, faceLibNumOverLimit */
  putFace(employeeNo: string, jpeg: Buffer): void {
    this.existing(employeeNo);
    if (!this.faces.has(employeeNo) && this.faces.size >= this.capacity().faces) {
      throw new IsapiRefusal('faceLibNumOverLimit');
    }
    this.faces.set(employeeNo, jpeg);
  }

  dropFace(employeeNo: string): void {
    this.faces.delete(employeeNo);
  }
}
