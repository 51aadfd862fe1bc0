import { randomBytes } from 'node:crypto';
import { type Device } from '../device.js';
import { type MultipartName, type PostForm } from '../options.js';
import { writePart } from '../protocol/multipart.js';
import { type DeviceEvent } from '../world/events.js';
import { asXml, eventNotification, type Notification } from './notification.js';

export interface PostBody {
  readonly contentType: string;
  readonly body: Buffer;
}

export interface PostStyle {
  readonly form: PostForm;
  readonly multipartName: MultipartName;
}

/** @param postCount which try this is, from 1 */
export function eventBody(
  device: Device,
  event: DeviceEvent,
  style: PostStyle,
  postCount: number,
  isBinary: boolean,
): PostBody {
  const hasPicturePart = style.form === 'multipart' && isBinary;
  const notification = eventNotification(device, event, postCount, !hasPicturePart);
  if (style.form !== 'multipart') return plainBody(device, notification, style.form);
  const boundary = `MIME_boundary_${randomBytes(8).toString('hex')}`;
  const parts = [
    writePart(boundary, {
      headers: {
        'Content-Disposition': `form-data; name="${style.multipartName}"`,
        'Content-Type': 'application/json',
      },
      body: Buffer.from(JSON.stringify(notification)),
    }),
  ];
  if (hasPicturePart && event.picture !== undefined) {
    parts.push(
      writePart(boundary, {
        headers: {
          'Content-Disposition': 'form-data; name="Picture"; filename="Picture.jpg"',
          'Content-Type': 'image/jpeg',
          'Content-ID': 'pictureImage',
        },
        body: event.picture,
      }),
    );
  }
  parts.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(parts) };
}

export function plainBody(device: Device, notification: Notification, form: 'json' | 'xml'): PostBody {
  return form === 'xml'
    ? { contentType: 'application/xml; charset="UTF-8"', body: Buffer.from(asXml(device, notification)) }
    : { contentType: 'application/json', body: Buffer.from(JSON.stringify(notification)) };
}
