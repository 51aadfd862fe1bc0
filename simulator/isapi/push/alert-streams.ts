import { type ServerResponse } from 'node:http';
import { type Scheduler } from '../../runtime/time.js';
import { type Device } from '../device.js';
import { type OutgoingPart, writePart } from '../protocol/multipart.js';
import { type DeviceEvent } from '../world/events.js';
import { asXml, eventNotification, heartbeat, type Notification } from './notification.js';

const BOUNDARY = 'MIME_boundary';
/** A reader that does not keep up is cut off rather than buffered for. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/** The never-ending answers to alertStream. */
export class AlertStreams {
  private readonly streams = new Set<ServerResponse>();
  private isMuted = false;

  constructor(
    private readonly device: Device,
    private readonly scheduler: Scheduler,
  ) {
    device.events.onRecord((event) => this.tell(event));
    this.beatLater();
  }

  count(): number {
    return this.streams.size;
  }

  isFull(): boolean {
    return this.streams.size >= this.device.profile.maxStreams;
  }

  /** Takes over the response for good. */
  open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': `multipart/mixed; boundary=${BOUNDARY}`, 'cache-control': 'no-store' });
    this.streams.add(response);
    response.once('close', () => this.streams.delete(response));
    if (!this.isMuted) this.write(response, this.part(heartbeat(this.device, this.device.profile.heartbeatEvent)));
    response.flushHeaders();
  }

  /** Silence on open connections: neither events nor heartbeats, as when the device hangs. */
  mute(isMuted: boolean): void {
    this.isMuted = isMuted;
  }

  /** Bytes that are no part of the protocol, to every stream. */
  disturb(bytes: Buffer): void {
    for (const stream of this.streams) this.write(stream, bytes);
  }

  breakAll(): void {
    for (const stream of this.streams) stream.destroy();
  }

  private beatLater(): void {
    const { heartbeatMs, heartbeatEvent } = this.device.profile;
    this.scheduler.after(heartbeatMs, () => {
      this.broadcast(this.part(heartbeat(this.device, heartbeatEvent)));
      this.beatLater();
    });
  }

  private tell(event: DeviceEvent): void {
    const { streamPictures } = this.device.profile;
    const message = this.part(eventNotification(this.device, event, 1, !streamPictures));
    this.broadcast(message);
    if (event.picture !== undefined && streamPictures) this.broadcast(picturePart(event.picture));
  }

  private broadcast(bytes: Buffer): void {
    if (this.isMuted) return;
    for (const stream of this.streams) this.write(stream, bytes);
  }

  private write(stream: ServerResponse, bytes: Buffer): void {
    stream.write(bytes);
    if (stream.writableLength > MAX_UNREAD_BYTES) stream.destroy();
  }

  private part(notification: Notification): Buffer {
    const isXml = this.device.profile.streamForm === 'xml';
    const text = isXml ? asXml(this.device, notification) : JSON.stringify(notification);
    const contentType = `${isXml ? 'application/xml' : 'application/json'}; charset="UTF-8"`;
    return written({ headers: { 'Content-Type': contentType }, body: Buffer.from(text) });
  }
}

function picturePart(jpeg: Buffer): Buffer {
  return written({ headers: { 'Content-Type': 'image/jpeg', 'Content-ID': 'pictureImage' }, body: jpeg });
}

function written(part: OutgoingPart): Buffer {
  return writePart(BOUNDARY, part);
}
