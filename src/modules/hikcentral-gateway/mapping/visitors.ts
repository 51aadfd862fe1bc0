import { type Validity } from '../operations/persons.js';
import { type VisitorToSend, type VisitReason, type VisitToSend } from '../operations/visitors.js';
import { assertLength, assertRange, optionalText } from './limits.js';
import { splitName } from './names.js';
import { toFaceData, toVendorContact } from './persons.js';
import { toVendorTime } from './times.js';

type VendorBody = Readonly<Record<string, unknown>>;

/** HikCentral OpenAPI guide. */
const MAX_NAME_LENGTH = 128;
const MAX_PLATE_LENGTH = 16;
const MAX_REMARK_LENGTH = 128;
const MAX_HOST_ID_LENGTH = 16;
const MAX_DETAIL_LENGTH = 128;
const CERTIFICATE_FORM = /^[A-Za-z0-9]{1,20}$/;
/** No limits are stated (our rule). */
const MAX_GROUP_NAME_LENGTH = 64;
const MAX_COMPANY_LENGTH = 128;
const MAX_NUMBER = 2_147_483_647;

/** The ends are documented; what stands between was seen in the field. */
const REASONS: Readonly<Record<VisitReason['kind'], number>> = {
  business: 0,
  training: 1,
  visit: 2,
  meeting: 3,
  other: 4,
};
/** Others by deployment (HikCentral OpenAPI guide). */
const CERTIFICATE_TYPES = { 'identity-card': 111, passport: 414 } as const;

/** As reservations since 2.1 name their fields. @throws RangeError beyond the limits */
export function toVendorReservation({ hostId, validity, reason, visitor }: VisitToSend): VendorBody {
  assertOrdered(validity);
  const detail = toDetail(reason);
  return {
    receptionistId: toHostId(hostId),
    appointStartTime: toVendorTime(validity.beginsAt),
    appointEndTime: toVendorTime(validity.endsAt),
    visitReasonType: REASONS[reason.kind],
    ...(detail !== null && { visitReasonDetail: detail }),
    visitorInfoList: [{ VisitorInfo: toVendorVisitor(visitor) }],
  };
}

/** As check-ins and the older reservations name them. @throws RangeError beyond the limits */
export function toVendorVisit({ hostId, validity, reason, visitor }: VisitToSend): VendorBody {
  assertOrdered(validity);
  return {
    receptionistId: toHostId(hostId),
    visitStartTime: toVendorTime(validity.beginsAt),
    visitEndTime: toVendorTime(validity.endsAt),
    visitPurposeType: REASONS[reason.kind],
    visitPurpose: toDetail(reason) ?? '',
    visitorInfoList: [{ VisitorInfo: toVendorVisitor(visitor) }],
  };
}

function toVendorVisitor(visitor: VisitorToSend): VendorBody {
  const { fullName, phone, email, certificate, faceJpeg, qrCodeUses } = visitor;
  const { familyName, givenName } = splitName(fullName, MAX_NAME_LENGTH);
  const groupName = optionalText('name of a group', visitor.groupName, MAX_GROUP_NAME_LENGTH);
  const company = optionalText('company', visitor.company, MAX_COMPANY_LENGTH);
  const plateNumber = optionalText('plate number', visitor.plateNumber, MAX_PLATE_LENGTH);
  const remark = optionalText('remark', visitor.remark, MAX_REMARK_LENGTH);
  if (qrCodeUses !== undefined) assertRange('uses of the QR code', qrCodeUses, 1, MAX_NUMBER);
  return {
    visitorFamilyName: familyName,
    visitorGivenName: givenName,
    gender: 0,
    ...toVendorContact(phone, email),
    ...(groupName !== undefined && { visitorGroupName: groupName }),
    ...(company !== undefined && { companyName: company }),
    ...(plateNumber !== undefined && { plateNo: plateNumber }),
    ...(certificate && toVendorCertificate(certificate)),
    ...(remark !== undefined && { remark }),
    ...(faceJpeg !== null && { faces: [{ faceData: toFaceData(faceJpeg) }] }),
    ...(qrCodeUses !== undefined && { accessInfo: { qrCodeValidNum: qrCodeUses } }),
  };
}

function toVendorCertificate({ type, number }: NonNullable<VisitorToSend['certificate']>): VendorBody {
  if (!CERTIFICATE_FORM.test(number)) throw new RangeError('a certificate number has 1 to 20 letters and digits');
  const certificateType = typeof type === 'number' ? type : CERTIFICATE_TYPES[type];
  assertRange('type of certificate', certificateType, 0, MAX_NUMBER);
  return { certificateType, certificateNo: number };
}

function toHostId(hostId: string | null): string {
  return optionalText('host', hostId, MAX_HOST_ID_LENGTH) ?? '';
}

function toDetail(reason: VisitReason): string | null {
  if (reason.kind !== 'other') return null;
  assertLength('detail of the reason', reason.detail, 1, MAX_DETAIL_LENGTH);
  return reason.detail;
}

function assertOrdered({ beginsAt, endsAt }: Validity): void {
  if (!(beginsAt.getTime() < endsAt.getTime())) throw new RangeError('a visit must end after it begins');
}
