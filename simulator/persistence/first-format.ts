import { type AccessLevel, type Face } from '../world/model.js';
import { FIRST_QR_CODE_CONFIG } from '../world/qr-code-config.js';
import { type WorldState } from '../world/world-state.js';
import { type SavedPerson, type SavedVisit } from './saved-forms.js';

/** What a world saved by an earlier build does not have. */
const NOT_THERE_ONCE = { visits: [], subscriptions: [], qrCodeConfig: FIRST_QR_CODE_CONFIG } as const;

/** What a level of a world saved before there were visitors does not say. */
const BEFORE_VISITORS = { type: 'person', isDefault: false, ownerAppKey: null } as const;

/** The whole world in one JSON object, as it was saved once. */
export type FirstFormat = Omit<WorldState, 'persons' | 'levels' | 'visits'> & {
  readonly format: 1;
  readonly visits?: readonly SavedVisit[];
  readonly persons: readonly SavedPerson[];
  readonly levels: readonly (Omit<AccessLevel, 'memberIds'> & { readonly memberIds: readonly string[] })[];
};

export function readFirstFormat(saved: FirstFormat, readFace: (sha256: string) => Face): WorldState {
  const { persons, levels, visits, ...rest } = { ...NOT_THERE_ONCE, ...saved };
  const withFace = <T extends { readonly face: string | null }>(
    holder: T,
  ): Omit<T, 'face'> & { face: Face | null } => ({
    ...holder,
    face: holder.face === null ? null : readFace(holder.face),
  });
  return {
    ...rest,
    persons: persons.map(withFace),
    visits: visits.map((visit) => ({ ...visit, visitor: withFace(visit.visitor) })),
    levels: levels.map((level) => ({ ...BEFORE_VISITORS, ...level, memberIds: new Set(level.memberIds) })),
  };
}
