import { EnumField, IdField, InstantField, TextField, TextListField } from '../../../platform/http/fields.js';
import { type Plain } from '../../../platform/http/plain.js';
import { LEDGER_CAUSES, type LedgerCause } from '../domain/ledger-cause.js';
import { type LedgerRow } from '../persistence/access-ledger.js';

const ENTRIES = ['give', 'take', 'not_given', 'confirmed_gone'] as const;

/** One entry of the append-only ledger of levels. */
export class LevelHistoryResponse {
  @TextField({ max: 20 })
  id!: string;

  @InstantField()
  at!: Date;

  @TextField({ max: 64 })
  accessLevelId!: string;

  @EnumField(ENTRIES)
  entry!: (typeof ENTRIES)[number];

  @EnumField(LEDGER_CAUSES, { nullable: true, description: 'null: before causes were kept.' })
  cause!: LedgerCause | null;

  @IdField({ nullable: true, description: 'The call to HikCentral; null for what was read back.' })
  callId!: string | null;

  @TextListField({ max: 36, maxItems: 1_000 })
  visitIds!: string[];
}

export function showLevelHistory({
  id,
  at,
  levelId,
  entry,
  cause,
  callId,
  visitIds,
}: LedgerRow): Plain<LevelHistoryResponse> {
  return { id, at, accessLevelId: levelId, entry, cause, callId, visitIds: [...visitIds] };
}
