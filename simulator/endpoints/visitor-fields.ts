import { notFound } from '../refusal.js';
import { CODE_FORM, type Fields, missing, NAME_FORM } from '../server/fields.js';
import { type VisitorDetails, type VisitPlan } from '../world/visitors.js';
import { type VisitChanges, type VisitDraft } from '../world/visits.js';
import { readFace } from './faces.js';
import { readFaceData, readObject } from './person-fields.js';

const NAME_RULE = { max: 128, form: NAME_FORM };
const MAX_CARDS = 5;
const MAX_LEVELS = 500;
const OTHER_REASON = 4;
export const VISITOR_GROUP = { indexCode: '1', visitorGroupName: 'Visitors' };

/** How the two editions of a call name the times and the reason. */
export interface PlanNames {
  readonly begin: string;
  readonly end: string;
  readonly reasonType: string;
  readonly reasonDetail: string;
}

export const APPOINT_NAMES: PlanNames = {
  begin: 'appointStartTime',
  end: 'appointEndTime',
  reasonType: 'visitReasonType',
  reasonDetail: 'visitReasonDetail',
};
export const VISIT_NAMES: PlanNames = {
  begin: 'visitStartTime',
  end: 'visitEndTime',
  reasonType: 'visitPurposeType',
  reasonDetail: 'visitPurpose',
};

const NO_VISITOR: VisitorDetails = {
  familyName: '',
  givenName: '',
  groupName: VISITOR_GROUP.visitorGroupName,
  gender: 0,
  phoneNo: '',
  email: '',
  plateNo: '',
  companyName: '',
  certificateType: 111,
  certificateNo: '',
  remark: '',
  face: null,
  cardNos: [],
};

/** A visit in full: both times, the reason and both names are required. @throws Refusal 0x0007200x, 2, 128 */
export async function readVisitDraft(fields: Fields, names: PlanNames): Promise<VisitDraft> {
  const beginTimeMs = fields.time(names.begin);
  const endTimeMs = fields.time(names.end);
  const reasonType = fields.integer(names.reasonType, 0, OTHER_REASON);
  const info = readInfo(fields);
  if (info === undefined) throw missing('visitorInfoList');
  info.text('visitorFamilyName', NAME_RULE);
  info.text('visitorGivenName', NAME_RULE);
  const { visitor, plan, levelIds } = await readVisitChanges(fields, names);
  return {
    visitor: { ...NO_VISITOR, ...visitor },
    plan: { receptionistId: '', reasonDetail: '', ...plan, beginTimeMs, endTimeMs, reasonType },
    levelIds,
  };
}

/** Only what was sent. @throws Refusal 0x0007200x, 2, 128 */
export async function readVisitChanges(fields: Fields, names: PlanNames): Promise<VisitChanges> {
  const plan = readPlan(fields, names);
  const info = readInfo(fields);
  const levelIds = readLevelIds(fields) ?? (info === undefined ? null : readLevelIds(info));
  return { plan, levelIds, visitor: info === undefined ? {} : await readVisitor(info) };
}

function readPlan(fields: Fields, names: PlanNames): Partial<VisitPlan> {
  const receptionistId = fields.optionalText('receptionistId', { max: 16 });
  const beginTimeMs = fields.optionalTime(names.begin);
  const endTimeMs = fields.optionalTime(names.end);
  const reasonType = fields.optionalInteger(names.reasonType, 0, OTHER_REASON);
  const reasonDetail = fields.optionalText(names.reasonDetail, { max: 128 });
  if (reasonType === OTHER_REASON && !reasonDetail) throw missing(names.reasonDetail);
  return {
    ...(receptionistId !== undefined && { receptionistId }),
    ...(beginTimeMs !== undefined && { beginTimeMs }),
    ...(endTimeMs !== undefined && { endTimeMs }),
    ...(reasonType !== undefined && { reasonType }),
    ...(reasonDetail !== undefined && { reasonDetail }),
  };
}

/** One visitor a call, wrapped as the vendor wraps it. @throws Refusal 0x0007200x */
function readInfo(fields: Fields): Fields | undefined {
  const list = fields.optionalObjects('visitorInfoList', 1);
  if (list === undefined) return undefined;
  const [entry] = list;
  const info = entry === undefined ? undefined : readObject(entry, 'VisitorInfo');
  if (info === undefined) throw missing('VisitorInfo');
  return info;
}

async function readVisitor(info: Fields): Promise<Partial<VisitorDetails>> {
  const texts = readTexts(info);
  const gender = info.optionalInteger('gender', 0, 2);
  const certificateType = info.optionalInteger('certificateType', 0, 9999);
  const cardNos = info.optionalObjects('cards', MAX_CARDS)?.map((card) => card.text('cardNo', { form: CODE_FORM }));
  if (texts.groupName !== undefined && texts.groupName !== VISITOR_GROUP.visitorGroupName) {
    throw notFound('visitor group');
  }
  readObject(info, 'accessInfo')?.optionalInteger('qrCodeValidNum', 0, 2_147_483_647);
  const faceData = readFaceData(info);
  return {
    ...texts,
    ...(gender !== undefined && { gender }),
    ...(certificateType !== undefined && { certificateType }),
    ...(cardNos !== undefined && { cardNos }),
    ...(faceData !== undefined && { face: await readFace(faceData) }),
  };
}

type TextNames =
  | 'familyName'
  | 'givenName'
  | 'groupName'
  | 'phoneNo'
  | 'email'
  | 'plateNo'
  | 'companyName'
  | 'certificateNo'
  | 'remark';

const TEXTS: readonly (readonly [TextNames, string, { max: number; form?: RegExp }, required?: boolean])[] = [
  ['familyName', 'visitorFamilyName', NAME_RULE, true],
  ['givenName', 'visitorGivenName', NAME_RULE, true],
  ['groupName', 'visitorGroupName', { max: 64 }],
  ['phoneNo', 'phoneNo', { max: 20 }],
  ['email', 'email', { max: 64 }],
  ['plateNo', 'plateNo', { max: 16 }],
  ['companyName', 'companyName', { max: 128 }],
  ['certificateNo', 'certificateNo', { max: 20, form: CODE_FORM }],
  ['remark', 'remark', { max: 128 }],
];

function readTexts(info: Fields): Partial<Pick<VisitorDetails, TextNames>> {
  const read: Partial<Pick<VisitorDetails, TextNames>> = {};
  for (const [name, sentAs, rule, isRequired] of TEXTS) {
    if (!info.has(sentAs)) continue;
    const text = isRequired === true ? info.text(sentAs, rule) : info.optionalText(sentAs, rule);
    if (text !== undefined) read[name] = text;
  }
  return read;
}

/** null when no level is named. Ids come as numbers or texts. @throws Refusal 0x0007200x */
function readLevelIds(fields: Fields): string[] | null {
  const list = readObject(fields, 'accessInfo')?.optionalObjects('accessLevelList', MAX_LEVELS);
  if (list === undefined || list.length === 0) return null;
  return list.map((entry) => {
    const id = (readObject(entry, 'accessLevel') ?? entry).raw('id');
    if (typeof id !== 'number' && typeof id !== 'string') throw missing('accessLevelList');
    return String(id);
  });
}
