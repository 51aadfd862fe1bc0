import { type Plain } from '../../../platform/http/plain.js';
import { type DriftCheck, type DriftFinding, type RecordSide } from '../persistence/drift-check.js';
import {
  type DriftCheckResponse,
  type DriftFindingResponse,
  type DriftReportResponse,
  type RecordSideResponse,
} from './drift-check.response.js';

export function showDriftCheck(check: DriftCheck): Plain<DriftCheckResponse> {
  const { counts } = check;
  return {
    id: check.id,
    serverId: check.serverId,
    status: check.status,
    origin: check.origin,
    isDryRun: check.isDryRun,
    ghosts: counts.ghost + counts.unknown_person,
    holes: counts.hole,
    wrongWindow: counts.wrong_window,
    wrongLevel: counts.wrong_level,
    lostFaces: counts.lost_face,
    duplicates: counts.duplicate,
    unknownPersons: counts.unknown_person,
    mended: check.mended,
    callsSpent: check.callsSpent,
    personsRead: check.personsRead,
    personsTotal: check.personsTotal,
    levelsRead: check.levelsRead,
    errorCode: check.errorCode,
    requestedAt: check.requestedAt,
    startedAt: check.startedAt,
    finishedAt: check.finishedAt,
    approvedAt: check.approvedAt,
  };
}

export function showDriftReport(check: DriftCheck, findings: readonly DriftFinding[]): Plain<DriftReportResponse> {
  return { ...showDriftCheck(check), findings: findings.map(showFinding) };
}

function showFinding(finding: DriftFinding): Plain<DriftFindingResponse> {
  return {
    id: finding.id,
    kind: finding.kind,
    cardholderId: finding.cardholderId,
    personCode: finding.personCode,
    accessLevelIds: [...finding.levelIds],
    differs: [...finding.differs],
    isMended: finding.isMended,
    hikcentral: showSide(finding.hikcentral),
    record: showSide(finding.record),
    foundAt: finding.foundAt,
  };
}

function showSide(side: RecordSide | null): Plain<RecordSideResponse> | null {
  if (side === null) return null;
  return {
    hikcentralPersonId: side.personId,
    personCode: side.personCode,
    organisationId: side.organisationId,
    validFrom: side.validFrom === null ? null : new Date(side.validFrom),
    validTo: side.validTo === null ? null : new Date(side.validTo),
    hasFace: side.hasFace,
    accessLevelIds: side.accessLevelIds === null ? null : [...side.accessLevelIds],
  };
}
