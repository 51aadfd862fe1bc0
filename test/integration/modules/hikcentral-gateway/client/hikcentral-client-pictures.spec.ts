import { type ServerResponse } from 'node:http';
import { HikCentralClient } from '../../../../../src/modules/hikcentral-gateway/client/hikcentral-client.js';
import {
  interpretAnswer,
  type Interpretation,
} from '../../../../../src/modules/hikcentral-gateway/client/interpret-answer.js';
import { NoAnswer } from '../../../../../src/modules/hikcentral-gateway/client/no-answer.js';
import {
  listPersons,
  type Operation,
  readEventPicture,
  readPersonPicture,
} from '../../../../../src/modules/hikcentral-gateway/index.js';
import { SystemClock } from '../../../../../src/platform/clock/system-clock.js';
import { SystemRandom } from '../../../../../src/platform/random/random.js';
import { type RawServer, type Respond, startRawServer } from '../../../../support/raw-server.js';

const MEGABYTE = 1024 * 1024;
const EVENT_PICTURE = readEventPicture('Vsm://event/1');

function jpegOf(length: number): Buffer {
  const jpeg = Buffer.alloc(length, 7);
  jpeg.writeUInt16BE(0xffd8);
  return jpeg;
}

function answer(body: Buffer | string, contentType: string): Respond {
  return (_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    response.end(body);
  };
}

describe('the client and pictures', () => {
  let server: RawServer;
  let client: HikCentralClient;

  beforeEach(async () => {
    server = await startRawServer(answer('', 'text/plain'));
    const { baseUrl, appKey, appSecret } = server;
    const options = { baseUrl, appKey, appSecret, ca: null, maxSockets: 2 };
    client = new HikCentralClient({ ...options, clock: new SystemClock(), random: new SystemRandom() });
  });

  afterEach(async () => {
    client.close();
    await server.close();
  });

  async function ask<T>(operation: Operation<T>, respond: Respond): Promise<Interpretation<T> | NoAnswer> {
    server.respond = respond;
    const raw = await client.send(operation, { timeoutMs: 10_000, gate: () => null });
    return raw instanceof NoAnswer ? raw : interpretAnswer(operation, raw);
  }

  it.each([
    ['text under a picture', 'image/jpeg', (jpeg: Buffer) => `data:image/jpeg;base64,${jpeg.toString('base64')}`],
    ['text under HTML', 'text/html', (jpeg: Buffer) => jpeg.toString('base64')],
    ['bytes under JSON', 'application/json', (jpeg: Buffer) => jpeg],
    ['JSON under XML', 'application/xml', (jpeg: Buffer) => JSON.stringify({ data: jpeg.toString('base64') })],
  ])('takes %s', async (_name, contentType, bodyOf) => {
    const jpeg = jpegOf(2_000);
    const operation = readPersonPicture({ personId: '1042', pictureUri: 'Vsm://face/1042' });
    expect(await ask(operation, answer(bodyOf(jpeg), contentType))).toMatchObject({ kind: 'done', value: jpeg });
    expect(JSON.parse(server.received[0]!.body.toString())).toEqual({ personId: '1042', picUri: 'Vsm://face/1042' });
  });

  it('takes more of a picture than of anything else', async () => {
    const jpeg = jpegOf(4 * MEGABYTE);
    const text = jpeg.toString('base64');
    expect(text.length).toBeGreaterThan(5 * MEGABYTE);
    const taken = await ask(EVENT_PICTURE, answer(text, 'text/html'));
    expect(taken instanceof NoAnswer || taken.kind !== 'done' ? null : taken.value?.equals(jpeg)).toBe(true);
    expect(await ask(listPersons({ pageNo: 1 }), answer(text, 'text/html'))).toMatchObject({
      wasWritten: true,
      error: { code: 'GATEWAY.UNEXPECTED_RESPONSE' },
    });
  });

  it('hangs up on a picture without an end, soon after its limit', async () => {
    let sentBytes = 0;
    const chunk = jpegOf(64 * 1024);
    const pour = (response: ServerResponse): void => {
      while (!response.destroyed && !response.writableNeedDrain) {
        response.write(chunk);
        sentBytes += chunk.length;
      }
      if (!response.destroyed) response.once('drain', () => pour(response));
    };
    const endless = await ask(EVENT_PICTURE, (_request, response) => {
      response.writeHead(200, { 'content-type': 'image/jpeg' });
      pour(response);
    });
    expect(endless).toMatchObject({ wasWritten: true, error: { code: 'GATEWAY.UNEXPECTED_RESPONSE' } });
    expect(sentBytes).toBeGreaterThan(5 * MEGABYTE);
    // What lies in the buffers of two sockets comes on top.
    expect(sentBytes).toBeLessThan(30 * MEGABYTE);
  });
});
