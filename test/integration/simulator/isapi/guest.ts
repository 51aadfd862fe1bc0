import sharp, { type JpegOptions } from 'sharp';
import { type DigestClient } from './digest-client.js';

export const USER_INFO = '/ISAPI/AccessControl/UserInfo';

/** A person who may pass door 1 for a day of 2026, by the device's own clock. */
export function guest(employeeNo = '1042', change: object = {}): object {
  return {
    UserInfo: {
      employeeNo,
      name: 'Asa Ost',
      userType: 'visitor',
      Valid: { enable: true, beginTime: '2026-01-01T08:00:00', endTime: '2026-01-01T18:00:00', timeType: 'local' },
      doorRight: '1',
      RightPlan: [{ doorNo: 1, planTemplateNo: '1' }],
      ...change,
    },
  };
}

export function aPicture(side = 400, options: JpegOptions = {}): Promise<Buffer> {
  return sharp({ create: { width: side, height: side, channels: 3, background: '#a86' } })
    .jpeg(options)
    .toBuffer();
}

/** A form by hand: order, names and headers as a test wants them. */
export function rawForm(parts: readonly { readonly head: string; readonly body: Uint8Array | string }[]): {
  readonly body: Uint8Array;
  readonly headers: Record<string, string>;
} {
  const chunks = parts.flatMap(({ head, body }) => [`--edge\r\n${head}\r\n\r\n`, body, '\r\n']);
  return {
    body: Buffer.concat([...chunks, '--edge--\r\n'].map((chunk) => Buffer.from(chunk))),
    headers: { 'content-type': 'multipart/form-data; boundary=edge' },
  };
}

export const RECORD_HEAD = 'Content-Disposition: form-data; name="FaceDataRecord";\r\nContent-Type: application/json';

export function pictureHead(name: string): string {
  return `Content-Disposition: form-data; name="${name}"; filename="face.jpg"\r\nContent-Type: image/jpeg`;
}

export function recordOf(employeeNo: string, change: object = {}): string {
  return JSON.stringify({ faceLibType: 'blackFD', FDID: '1', FPID: employeeNo, ...change });
}

export async function sendFace(
  client: DigestClient,
  jpeg: Uint8Array,
  { method = 'PUT', call = 'FDSetUp', employeeNo = '1042', name = 'img', record = recordOf(employeeNo) } = {},
): Promise<{ status: number; body: Record<string, unknown> }> {
  const form = rawForm([
    { head: RECORD_HEAD, body: record },
    { head: pictureHead(name), body: jpeg },
  ]);
  const response = await client.fetch(`/ISAPI/Intelligent/FDLib/${call}?format=json`, { method, ...form });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
