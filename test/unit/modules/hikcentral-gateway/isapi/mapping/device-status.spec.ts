import {
  command,
  type DeviceOutcome,
  jsonBody,
  question,
} from '../../../../../../src/modules/hikcentral-gateway/isapi/client/device-call.js';
import { interpretDeviceAnswer } from '../../../../../../src/modules/hikcentral-gateway/isapi/client/interpret-device-answer.js';
import { jsonOf } from '../../../../../../src/modules/hikcentral-gateway/isapi/mapping/device-status.js';

const TIMES = { answeredAt: new Date(1_000), deadlineAt: new Date(2_000) };
const COMMAND = command({ name: 'put-person', effect: 'repeatable', method: 'PUT', target: '/x', body: jsonBody({}) });
const QUESTION = question({
  name: 'count-persons',
  method: 'GET',
  target: '/x',
  body: null,
  read: (body) => jsonOf(body).requiredNumber('n'),
});

function answerTo(call: typeof COMMAND | typeof QUESTION, body: string, httpStatus = 200): DeviceOutcome<unknown> {
  return interpretDeviceAnswer<unknown>(call, { httpStatus, challenge: null, body: Buffer.from(body) }, TIMES);
}

const json = (statusCode: number, subStatusCode: string, errorMsg = ''): string =>
  JSON.stringify({ statusCode, statusString: 'x', subStatusCode, errorMsg });
const xml = (statusCode: number, subStatusCode: string): string =>
  `<ResponseStatus version="2.0" xmlns="http://www.std-cgi.com/ver20/XMLSchema"><statusCode>${statusCode}</statusCode>` +
  `<subStatusCode>${subStatusCode}</subStatusCode></ResponseStatus>`;

function meaning(outcome: DeviceOutcome<unknown>): readonly unknown[] {
  return outcome.kind === 'done'
    ? ['done']
    : [outcome.kind, outcome.error.code, outcome.error.context['fault'] ?? null];
}

describe('the status of a device', () => {
  it.each([
    ['deviceBusy', 2, ['refused', 'GATEWAY.BUSY', null]],
    ['employeeNoAlreadyExist', 6, ['refused', 'GATEWAY.CONFLICT', null]],
    ['deviceUserAlreadyExist', 6, ['refused', 'GATEWAY.CONFLICT', null]],
    ['deviceUserAlreadyExistFace', 6, ['refused', 'GATEWAY.CONFLICT', null]],
    ['alreadyExist', 6, ['refused', 'GATEWAY.CONFLICT', null]],
    ['cardNoAlreadyExist', 6, ['refused', 'GATEWAY.CONFLICT', null]],
    ['cardAlreadyExist', 6, ['refused', 'GATEWAY.CONFLICT', null]],
    ['employeeNoNotExist', 6, ['refused', 'GATEWAY.NOT_FOUND', null]],
    ['deviceUserNotExist', 6, ['refused', 'GATEWAY.NOT_FOUND', null]],
    ['cardNumOverLimit', 6, ['refused', 'GATEWAY.CAPACITY', null]],
    ['userExceedLimit', 6, ['refused', 'GATEWAY.CAPACITY', null]],
    ['faceLibNumOverLimit', 6, ['refused', 'GATEWAY.CAPACITY', null]],
    ['faceLibNotExist', 6, ['refused', 'GATEWAY.UNSUPPORTED', 'face-library-missing']],
    ['FDLibNotExist', 6, ['refused', 'GATEWAY.UNSUPPORTED', 'face-library-missing']],
    ['badParameters', 6, ['refused', 'GATEWAY.INVALID_REQUEST', null]],
    ['badJsonFormat', 5, ['refused', 'GATEWAY.INVALID_REQUEST', null]],
    ['badXmlFormat', 5, ['refused', 'GATEWAY.INVALID_REQUEST', null]],
    ['badXmlContent', 6, ['refused', 'GATEWAY.INVALID_REQUEST', null]],
    ['methodNotAllowed', 4, ['refused', 'GATEWAY.UNSUPPORTED', 'method-not-allowed']],
    ['notSupport', 4, ['refused', 'GATEWAY.UNSUPPORTED', null]],
    ['SubpicAnalysisModelingError', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'unusable-face']],
    ['PicAnalysisNoTargetError', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'no-face']],
    ['multipleFaceObjectError', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'several-faces']],
    ['picSizeExceedError', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'picture-too-large']],
    ['picFormatError', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'picture-format']],
    ['picResolutionInvalidError', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'picture-resolution']],
    ['PicFeaturePoints', 6, ['refused', 'GATEWAY.INVALID_REQUEST', 'unusable-face']],
    ['saveFacePic', 3, ['refused', 'GATEWAY.INVALID_REQUEST', 'picture-not-stored']],
  ])('%s means the same in any case, form and HTTP status', (subStatusCode, statusCode, expected) => {
    for (const spelled of [subStatusCode, subStatusCode.toUpperCase()]) {
      expect(meaning(answerTo(COMMAND, json(statusCode, spelled), 400))).toEqual(expected);
      expect(meaning(answerTo(COMMAND, xml(statusCode, spelled), 200))).toEqual(expected);
      expect(meaning(answerTo(COMMAND, json(1, spelled), 200))).toEqual(expected);
    }
  });

  it.each([
    ['an OK', json(1, 'ok'), 200, ['done']],
    ['an OK as XML', `\uFEFF\n${xml(1, 'ok')}`, 200, ['done']],
    ['an OK inside its name', JSON.stringify({ ResponseStatus: { statusCode: '1' } }), 200, ['done']],
    ['a reboot that is due', json(7, 'rebootRequired'), 200, ['done']],
    ['busy without a name', json(2, ''), 503, ['refused', 'GATEWAY.BUSY', null]],
    ['broken inside', json(3, 'deviceError'), 500, ['unknown', 'GATEWAY.BUSY', null]],
    ['not allowed, in a word we do not know', json(4, 'x'), 403, ['refused', 'GATEWAY.UNSUPPORTED', null]],
    ['wrong, in a word we do not know', json(6, 'x'), 400, ['refused', 'GATEWAY.INVALID_REQUEST', null]],
    ['OK beside a word we do not know', json(1, 'perhaps'), 200, ['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]],
    ['a number we do not know', json(99, ''), 200, ['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]],
    ['OK inside an error', json(1, 'ok'), 500, ['unknown', 'GATEWAY.BUSY', null]],
    [
      'a picture too large, said wrongly',
      json(5, 'badJsonFormat', 'faceURL'),
      400,
      ['refused', 'GATEWAY.INVALID_REQUEST', 'picture-too-large'],
    ],
    ['nothing', '', 200, ['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]],
    ['a page of HTML', '<html><body>hello</body></html>', 200, ['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]],
    ['a page that is gone', '', 404, ['refused', 'GATEWAY.UNSUPPORTED', null]],
    ['a method that is not', '', 405, ['refused', 'GATEWAY.UNSUPPORTED', 'method-not-allowed']],
    ['another address', '', 302, ['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]],
    ['too large', '', 413, ['refused', 'GATEWAY.INVALID_REQUEST', null]],
    ['too many', '', 429, ['refused', 'GATEWAY.RATE_LIMITED', null]],
    ['a 401 that calls itself OK', json(1, 'ok'), 401, ['refused', 'GATEWAY.AUTH_REJECTED', null]],
    ['a depth that is an attack', '['.repeat(100_000), 200, ['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]],
  ])('%s', (_what, body, httpStatus, expected) => {
    expect(meaning(answerTo(COMMAND, body, httpStatus))).toEqual(expected);
  });

  it('is looked for in what was asked, before that is read', () => {
    expect(answerTo(QUESTION, '{"n":3}')).toMatchObject({ kind: 'done', value: 3 });
    expect(answerTo(QUESTION, '{"n":3,"statusCode":1,"subStatusCode":"ok"}')).toMatchObject({ kind: 'done', value: 3 });
    expect(meaning(answerTo(QUESTION, json(2, 'deviceBusy')))).toEqual(['refused', 'GATEWAY.BUSY', null]);
    expect(meaning(answerTo(QUESTION, '{"m":3}'))).toEqual(['unknown', 'GATEWAY.UNEXPECTED_RESPONSE', null]);
  });
});
