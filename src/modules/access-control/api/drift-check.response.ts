import {
  BoolField,
  EnumField,
  IdField,
  InstantField,
  IntField,
  NestedField,
  NestedListField,
  TextField,
  TextListField,
} from '../../../platform/http/fields.js';
import { FINDING_KINDS, type FindingKind } from '../domain/drift-findings.js';
import { DRIFT_CHECK_STATUSES, type DriftCheck, type DriftCheckStatus } from '../persistence/drift-check.js';

const NULL = { nullable: true } as const;
/** Findings that one answer shows. */
export const MOST_FINDINGS_SHOWN = 500;

export class RecordSideResponse {
  @TextField({ ...NULL, max: 64 })
  hikcentralPersonId!: string | null;

  @TextField({ max: 64 })
  personCode!: string;

  @TextField({ ...NULL, max: 64 })
  organisationId!: string | null;

  @InstantField(NULL)
  validFrom!: Date | null;

  @InstantField(NULL)
  validTo!: Date | null;

  @BoolField(NULL)
  hasFace!: boolean | null;

  @TextListField({ max: 64, maxItems: 1_000, ...NULL })
  accessLevelIds!: string[] | null;
}

export class DriftFindingResponse {
  @TextField({ max: 32 })
  id!: string;

  @EnumField(FINDING_KINDS)
  kind!: FindingKind;

  @IdField({ ...NULL, description: 'null: nobody of ours.' })
  cardholderId!: string | null;

  @TextField({ max: 64 })
  personCode!: string;

  @TextListField({ max: 64, maxItems: 1_000 })
  accessLevelIds!: string[];

  @TextListField({ max: 64, maxItems: 16, description: 'What differs, where the kind does not say it all.' })
  differs!: string[];

  @BoolField({ description: 'False: a dry run, or a person must decide.' })
  isMended!: boolean;

  @NestedField(() => RecordSideResponse, { ...NULL, description: 'As HikCentral had it; null: only a level was read.' })
  hikcentral!: RecordSideResponse | null;

  @NestedField(() => RecordSideResponse, { ...NULL, description: 'As our record had it.' })
  record!: RecordSideResponse | null;

  @InstantField()
  foundAt!: Date;
}

/** One comparison of HikCentral with our record. */
export class DriftCheckResponse {
  @IdField()
  id!: string;

  @TextField({ max: 64 })
  serverId!: string;

  @EnumField(DRIFT_CHECK_STATUSES)
  status!: DriftCheckStatus;

  @EnumField(['schedule', 'request'])
  origin!: DriftCheck['origin'];

  @BoolField()
  isDryRun!: boolean;

  @IntField({ min: 0, description: 'Held, or there, and should not be; unknown persons among them.' })
  ghosts!: number;

  @IntField({ min: 0, description: 'Should be there, and are missing.' })
  holes!: number;

  @IntField({ min: 0 })
  wrongWindow!: number;

  @IntField({ min: 0 })
  wrongLevel!: number;

  @IntField({ min: 0 })
  lostFaces!: number;

  @IntField({ min: 0, description: 'Two records of one guest, or a code of ours that stands for somebody else.' })
  duplicates!: number;

  @IntField({ min: 0, description: 'Of ours by organisation and code, and not in our database.' })
  unknownPersons!: number;

  @IntField({ min: 0, description: 'Findings that were handed to the reconciler.' })
  mended!: number;

  @IntField({ min: 0 })
  callsSpent!: number;

  @IntField({ min: 0 })
  personsRead!: number;

  @IntField({ ...NULL, min: 0, description: 'As HikCentral counts them; null: not read yet.' })
  personsTotal!: number | null;

  @IntField({ min: 0 })
  levelsRead!: number;

  @TextField({ ...NULL, max: 64, description: 'Why it failed.' })
  errorCode!: string | null;

  @InstantField()
  requestedAt!: Date;

  @InstantField(NULL)
  startedAt!: Date | null;

  @InstantField(NULL)
  finishedAt!: Date | null;

  @InstantField({ ...NULL, description: 'When an admin allowed that the unknown persons be taken out.' })
  approvedAt!: Date | null;
}

export class DriftReportResponse extends DriftCheckResponse {
  @NestedListField(() => DriftFindingResponse, { maxItems: MOST_FINDINGS_SHOWN })
  findings!: DriftFindingResponse[];
}
