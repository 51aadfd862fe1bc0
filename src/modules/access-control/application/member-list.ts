import { type LevelMember } from '../../hikcentral-gateway/index.js';

/** Who holds a level, as its list showed them by id and by code. */
export class MemberList {
  private readonly codeById = new Map<string, string | null>();
  /** null: listed with more than one id. */
  private readonly idByCode = new Map<string, string | null>();

  constructor(members: readonly LevelMember[]) {
    for (const { personId, personCode } of members) {
      this.codeById.set(personId, personCode);
      if (personCode === null) continue;
      const other = this.idByCode.get(personCode) ?? personId;
      this.idByCode.set(personCode, other === personId ? personId : null);
    }
  }

  /**
   * @param personId null: not known yet
   * @returns null: not listed. `in-doubt`: listed by a code and an id that do not belong together, or perhaps listed, since
   * there are members without a code
   */
  look(personCode: string, personId: string | null): { readonly personId: string } | 'in-doubt' | null {
    const shownId = this.idByCode.get(personCode);
    if (shownId !== undefined) {
      return shownId !== null && (personId ?? shownId) === shownId ? { personId: shownId } : 'in-doubt';
    }
    if (personId === null) return [...this.codeById.values()].includes(null) ? 'in-doubt' : null;
    const shownCode = this.codeById.get(personId);
    if (shownCode === undefined) return null;
    return shownCode === null ? { personId } : 'in-doubt';
  }
}
