import { type DeviceEvent, parseDeviceEvent } from './device-event.js';
import { boundaryOf, PartSplitter } from './part-splitter.js';

/** What a device posted to a receiver of ours. */
export interface PostedEvent {
  readonly event: DeviceEvent;
  /** JPEG; null: none came along. */
  readonly picture: Buffer | null;
}

/**
 * In any of the three forms that firmware posts: JSON, parts of a form, XML. Parts are told by what is in them, since
 * their names differ. Pure. null: nothing that can be read.
 * @throws GATEWAY.UNEXPECTED_RESPONSE for a part beyond 2 MiB
 */
export function parsePostedEvent(contentType: string, body: Buffer): PostedEvent | null {
  const boundary = boundaryOf(contentType);
  const bodies = boundary === null ? [body] : new PartSplitter(boundary).push(body).map((part) => part.body);
  const picture = bodies.find(isJpeg) ?? null;
  for (const candidate of bodies) {
    const event = isJpeg(candidate) ? null : parseDeviceEvent(candidate);
    if (event !== null) return { event, picture };
  }
  return null;
}

export function isJpeg(body: Buffer): boolean {
  return body.length > 2 && body.readUInt16BE(0) === 0xffd8;
}
