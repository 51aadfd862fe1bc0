import { type DesiredAccess } from './desired-access.js';

export const LEDGER_CAUSES = [
  'visit',
  'visit_over',
  'level_changed',
  'suspended',
  'server_disabled',
  'no_photo',
  'no_consent',
  'refused',
  'read_back',
] as const;
/** Why a level was given or taken; `refused` and `read_back`: what HikCentral answered. */
export type LedgerCause = (typeof LEDGER_CAUSES)[number];

export function ledgerCause(
  entry: 'give' | 'take' | 'not_given' | 'confirmed_gone',
  { isSuspended, blocker, person }: DesiredAccess,
  isServerDisabled: boolean,
): LedgerCause {
  switch (entry) {
    case 'give':
      return 'visit';
    case 'not_given':
      return 'refused';
    case 'confirmed_gone':
      return 'read_back';
    case 'take':
      if (isServerDisabled) return 'server_disabled';
      if (isSuspended) return 'suspended';
      if (blocker === 'NO_PHOTO') return 'no_photo';
      if (blocker === 'CONSENT_MISSING') return 'no_consent';
      return person === null ? 'visit_over' : 'level_changed';
  }
}
