import axios from 'axios';
import { aFace } from '../support/a-face.js';
import { type Answer } from '../support/api-caller.js';
import { type VisitBody, visitRequest } from '../support/visit-steps.js';
import { waitFor } from '../support/wait-for.js';
import { type Guest, isGranted, isRevoked } from './guest.js';
import { type Site } from './site.js';

const PATIENCE_MS = 180_000;

/** A host's program: asks again, with the same key, when nobody answered, and remembers what it was told wrongly. */
export class Client {
  readonly lies: string[] = [];
  private readonly request: ReturnType<typeof visitRequest>;
  private visitId = '';
  private hasToldOf = '';

  constructor(
    private readonly site: Site,
    private readonly guest: Guest,
  ) {
    this.request = visitRequest({ guest: { fullName: guest.fullName } });
  }

  get validTo(): Date {
    return new Date(this.request.validTo);
  }

  async announce(): Promise<void> {
    const key = { 'idempotency-key': `announce-${this.guest.name}` };
    const { body } = await this.ask(201, () => this.site.api.post<VisitBody>('/visits', this.request, key));
    this.visitId = body.id;
    const photo = await aFace();
    const headers = { 'content-type': 'image/jpeg', 'idempotency-key': `photo-${this.guest.name}` };
    await this.ask(200, () => this.site.api.put(`/visits/${this.visitId}/photo`, photo, headers));
  }

  async cancel(): Promise<void> {
    const key = { 'idempotency-key': `cancel-${this.guest.name}` };
    await this.ask(200, () => this.site.api.post(`/visits/${this.visitId}/cancel`, {}, key));
    this.site.story.add('visit cancelled');
  }

  /** The visit as it is; what is said of its access is held against what HikCentral and the doors hold. */
  async look(): Promise<VisitBody> {
    const before = this.guest.held();
    const { body } = await this.ask(200, () => this.site.api.get<VisitBody>(`/visits/${this.visitId}`));
    const seen = [before, this.guest.held()];
    const { status } = body.access;
    if (status === 'granted' && !seen.some(isGranted)) this.noteLie(status, seen);
    if (status === 'revoked' && !seen.some(isRevoked)) this.noteLie(status, seen);
    const told = `visit ${body.status}, access ${status}`;
    if (told !== this.hasToldOf) this.site.story.add(told);
    this.hasToldOf = told;
    return body;
  }

  async until(isSo: (visit: VisitBody) => boolean, what: string): Promise<VisitBody> {
    let visit = await this.look();
    await waitFor(async () => isSo((visit = await this.look())), what, PATIENCE_MS);
    return visit;
  }

  async countVisits(): Promise<number> {
    const path = `/visits?q=${encodeURIComponent(this.guest.fullName)}`;
    return (await this.ask(200, () => this.site.api.get<{ items: unknown[] }>(path))).body.items.length;
  }

  async passages(): Promise<readonly PassageBody[]> {
    const path = `/passages?visitId=${this.visitId}`;
    return (await this.ask(200, () => this.site.api.get<{ items: PassageBody[] }>(path))).body.items;
  }

  private noteLie(status: string, seen: readonly unknown[]): void {
    this.lies.push(`access was said to be ${status}, and HikCentral held ${JSON.stringify(seen)}`);
  }

  /** @throws Error for any other status than this */
  private async ask<T>(status: number, send: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const answers: Answer<T>[] = [];
    const isAnswered = async (): Promise<boolean> => {
      const answer = await send().catch(nobodyThere);
      if (answer !== null) answers.push(answer);
      return answer !== null;
    };
    await waitFor(isAnswered, 'an answer', PATIENCE_MS);
    const answer = answers[0]!;
    if (answer.status !== status) throw new Error(`answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

export interface PassageBody {
  readonly eventId: string;
  readonly direction: string | null;
  readonly result: string;
}

/** Nobody answered: killed, or not up yet. Whatever else went wrong is for the caller to see. */
function nobodyThere(error: unknown): null {
  if (axios.isAxiosError(error) && error.response === undefined) return null;
  throw error;
}
