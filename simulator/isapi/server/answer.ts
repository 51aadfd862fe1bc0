import { type IsapiResult } from '../endpoints/endpoint.js';
import { type DeviceProfile } from '../profile.js';
import { writeXml } from '../protocol/xml-writer.js';
import { errorCodeOf, HTTP_STATUS, type IsapiRefusal, type StatusCode } from '../status.js';

export interface DeviceAnswer {
  readonly httpStatus: number;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly body: Buffer;
  /** null when it is no ResponseStatus. */
  readonly subStatusCode: string | null;
}

const STATUS_STRINGS: Readonly<Record<StatusCode, readonly [xml: string, json: string]>> = {
  1: ['OK', 'OK'],
  2: ['Device Busy', 'Device Busy'],
  3: ['Device Error', 'Device Error'],
  4: ['Invalid Operation', 'Invalid Operation'],
  5: ['Invalid XML Format', 'Invalid Message Format'],
  6: ['Invalid XML Content', 'Invalid Content'],
  7: ['Reboot Required', 'Reboot Required'],
};

const JSON_TYPE = 'application/json; charset="UTF-8"';
const XML_TYPE = 'application/xml; charset="UTF-8"';

/** Shapes answers as one device does. */
export class AnswerWriter {
  constructor(private readonly profile: DeviceProfile) {}

  result(result: IsapiResult, requestUrl: string, isJson: boolean): DeviceAnswer {
    switch (result.kind) {
      case 'done':
        return this.status(requestUrl, isJson, 1, 'ok', HTTP_STATUS[1], result.extra);
      case 'json':
        return answer(200, JSON_TYPE, JSON.stringify(result.body));
      case 'xml':
        return answer(200, XML_TYPE, writeXml(this.profile.xmlNamespace, result.root, result.content));
      case 'picture':
        return answer(200, 'image/jpeg', result.jpeg);
    }
  }

  refusal(refusal: IsapiRefusal, requestUrl: string, isJson: boolean): DeviceAnswer {
    const { statusCode, subStatusCode, httpStatus } = refusal;
    const details = { errorCode: errorCodeOf(subStatusCode), errorMsg: refusal.message };
    const status = this.profile.errorStatus === '200' ? 200 : httpStatus;
    return this.status(requestUrl, isJson, statusCode, subStatusCode, status, details);
  }

  unauthorized(challenges: string[]): DeviceAnswer {
    const content = { statusValue: 401, statusString: 'Unauthorized' };
    const body = writeXml(this.profile.xmlNamespace, 'ResponseStatus', content);
    const plain = answer(401, XML_TYPE, body);
    return { ...plain, headers: { ...plain.headers, 'www-authenticate': challenges } };
  }

  private status(
    requestURL: string,
    isJson: boolean,
    statusCode: StatusCode,
    subStatusCode: string,
    httpStatus: number,
    details: Readonly<Record<string, string | number>> = {},
  ): DeviceAnswer {
    const [xmlString, jsonString] = STATUS_STRINGS[statusCode];
    const head = { requestURL, statusCode, statusString: isJson ? jsonString : xmlString, subStatusCode };
    const text = isJson
      ? JSON.stringify({ ...head, ...details })
      : writeXml(this.profile.xmlNamespace, 'ResponseStatus', head);
    return { ...answer(httpStatus, isJson ? JSON_TYPE : XML_TYPE, text), subStatusCode };
  }
}

export function answer(httpStatus: number, contentType: string, body: string | Buffer): DeviceAnswer {
  return { httpStatus, headers: { 'content-type': contentType }, body: Buffer.from(body), subStatusCode: null };
}
