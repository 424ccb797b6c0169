import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { JobQueue, Sweeper } from '../queue/index.js';
import { makeDataDir, removeDataDir } from '../../test/support/data-dir.js';
import type { StaffMember } from '../../test/support/hotel.js';
import { form, photo } from '../../test/support/pictures.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';

let desk: TalkingDesk;
let lucia: StaffMember;
let jpeg: Buffer;
const dataDir = makeDataDir();

beforeAll(async () => {
  desk = await TalkingDesk.open({}, { DATA_DIR: dataDir });
  ({ lucia } = desk.hotel);
  jpeg = await photo();
});
afterAll(async () => {
  await desk.close();
  removeDataDir(dataDir);
});
afterEach(() => desk.cloud.mediaFaults.none());

async function uploads(person: StaffMember, bytes: Buffer, file: Parameters<typeof form>[1] = {}, headers = {}) {
  const { payload, headers: told } = form(bytes, file);
  const authorization = `Bearer ${await desk.tokenOf(person)}`;
  const answer = await desk.app.inject({
    method: 'POST',
    url: '/api/v1/media',
    payload,
    headers: { authorization, ...told, ...headers },
  });
  return { status: answer.statusCode, body: answer.json() };
}

async function reads(person: StaffMember | null, mediaId: string, headers: Record<string, string> = {}) {
  const bearer = person ? { authorization: `Bearer ${await desk.tokenOf(person)}` } : {};
  return desk.app.inject({ url: `/api/v1/media/${mediaId}`, headers: { ...bearer, ...headers } });
}

const sends = (conversationId: string, content: object, clientId = crypto.randomUUID()) =>
  desk.asks(lucia, 'POST', `/conversations/${conversationId}/messages`, { content, clientId });

describe('E7: what staff send', () => {
  it('C1, B3: a picture is uploaded to the provider and sent by its id, never by a link', async () => {
    const ana = desk.guest('Ana');
    const { conversationId } = await desk.says(ana, 'Where is breakfast?');
    const { status, body: media } = await uploads(lucia, jpeg, { filename: 'breakfast room.jpg' });
    expect([status, media]).toEqual([
      201,
      {
        id: expect.any(String),
        kind: 'image',
        mimeType: 'image/jpeg',
        size: jpeg.length,
        filename: 'breakfast room.jpg',
        width: 1200,
        height: 900,
        durationMs: null,
      },
    ]);
    const sent = await sends(conversationId, { type: 'image', mediaId: media.id, caption: 'Down the stairs' });
    expect(sent.body.content).toMatchObject({
      state: 'ready',
      caption: 'Down the stairs',
      width: 1200,
      thumbnail: true,
    });

    const got = await ana.receives('Down the stairs');
    expect(got.content['link']).toBeUndefined();
    expect(desk.cloud.file(String(got.content['id']))?.bytes.equals(jpeg)).toBe(true);
    // Read marks are told by the same address as messages.
    const calls = desk.cloud.calls.filter(({ body }) => !JSON.stringify(body ?? null).includes('"status":"read"'));
    expect(calls.map(({ path }) => path.split('/').at(-1)).slice(-2)).toEqual(['media', 'messages']);
  });

  it('E7: one upload serves several messages of a channel', async () => {
    const bea = desk.guest('Bea');
    const { conversationId } = await desk.says(bea, 'The map, please');
    const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
    const { body: media } = await uploads(lucia, pdf, { filename: 'mapa.pdf', type: 'application/pdf' });
    const before = desk.cloud.calls.length;
    for (const caption of ['One', 'Two']) await sends(conversationId, { type: 'document', mediaId: media.id, caption });
    await bea.receives('Two');
    expect(desk.cloud.calls.slice(before).filter(({ path }) => path.endsWith('/media'))).toHaveLength(1);
    expect(bea.lastReceived?.content['filename']).toBe('mapa.pdf');
  });

  it('E7: while the provider is down the message waits as queued, and its file goes once it is back', async () => {
    const chiara = desk.guest('Chiara');
    const { conversationId } = await desk.says(chiara, 'A photo of the room?');
    const { body: media } = await uploads(lucia, await photo({ width: 800 }));
    desk.cloud.mediaFaults.down(1);
    const { body } = await sends(conversationId, { type: 'image', mediaId: media.id, caption: 'Room 12' });
    await chiara.receives('Room 12', 12_000);
    const tries = await desk.hotel.query(
      `SELECT status FROM send_attempt WHERE hotel_id = $1 AND message_id = $2 ORDER BY number`,
      [desk.hotel.id, body.id],
    );
    expect(tries).toHaveLength(1); // nothing left the house: an outage costs no try
    expect(chiara.inbox.filter(({ text }) => text === 'Room 12')).toHaveLength(1);
  });

  it('E7: what is no file, is too large, or is not what may be sent is refused in words', async () => {
    const cases: [bytes: Buffer, file: Parameters<typeof form>[1], status: number, code: string][] = [
      [Buffer.alloc(0), {}, 400, 'invalid_input'],
      [jpeg, { field: 'photo' }, 400, 'invalid_input'],
      [Buffer.concat([jpeg, Buffer.alloc(5_000_001 - jpeg.length)]), {}, 413, 'media_too_large'],
      [Buffer.alloc(10_485_761), { filename: 'a.pdf', type: 'application/pdf' }, 413, 'media_too_large'],
      [Buffer.alloc(12_000_000), { filename: 'a.pdf', type: 'application/pdf' }, 413, 'media_too_large'],
      [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), { type: 'image/jpeg' }, 415, 'media_type_unsupported'],
      [Buffer.from('<!DOCTYPE html><p>hi'), { filename: 'a.txt', type: 'text/plain' }, 415, 'media_type_unsupported'],
      [Buffer.from('#!/bin/sh\nrm -rf /'), { filename: 'a.txt', type: 'text/plain' }, 415, 'media_type_unsupported'],
      [Buffer.from(`MZ${'\0'.repeat(200)}`), { type: 'image/jpeg' }, 415, 'media_type_unsupported'],
      [Buffer.from('echo off'), { filename: 'menu.bat', type: 'text/plain' }, 415, 'media_type_unsupported'],
      [jpeg, { filename: 'photo.jpg.exe' }, 415, 'media_type_unsupported'],
    ];
    for (const [bytes, file, status, code] of cases) {
      const answer = await uploads(lucia, bytes, file);
      expect([file, answer.status, answer.body.code]).toEqual([file, status, code]);
    }
  });

  it('E7: the type is what the bytes are, whatever was declared', async () => {
    const { body } = await uploads(lucia, jpeg, { filename: 'letter.pdf', type: 'application/pdf' });
    expect(body).toMatchObject({ kind: 'image', mimeType: 'image/jpeg' });
    const text = await uploads(lucia, Buffer.from('Menu do dia\n'), { filename: 'menu.txt', type: 'image/png' });
    expect(text.body).toMatchObject({ kind: 'document', mimeType: 'text/plain' });
  });

  it('E7: a multipart body anywhere else, and anything else here, is refused', async () => {
    const { payload, headers } = form(jpeg);
    const authorization = `Bearer ${await desk.tokenOf(lucia)}`;
    const elsewhere = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/channels',
      payload,
      headers: { ...headers, authorization },
    });
    expect([elsewhere.statusCode, elsewhere.json().code]).toEqual([415, 'unsupported_media_type']);
    for (const url of ['/api/v1/auth/login', '/api/v1/media']) {
      const fromAnyPage = await desk.app.inject({
        method: 'POST',
        url,
        payload: 'email=lucia%40aurora.example&password=x',
        headers: { 'content-type': 'application/x-www-form-urlencoded', authorization },
      });
      expect([url, fromAnyPage.statusCode, fromAnyPage.json().code]).toEqual([url, 415, 'unsupported_media_type']);
    }
    const plain = await desk.asks(lucia, 'POST', '/media', { file: 'x' });
    expect([plain.status, plain.body.code]).toEqual([400, 'invalid_input']);
    const broken = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/media',
      payload: 'no form',
      headers: { authorization, 'content-type': 'multipart/form-data' },
    });
    expect([broken.statusCode, broken.json().code]).toEqual([400, 'invalid_input']);
    const cut = await desk.app.inject({
      method: 'POST',
      url: '/api/v1/media',
      payload: payload.subarray(0, 5_000),
      headers: { ...headers, authorization },
    });
    expect([cut.statusCode, cut.json().code]).toEqual([400, 'invalid_input']);
  });

  it('E7: the same Idempotency-Key makes one upload; another file under it is refused', async () => {
    const key = { 'idempotency-key': crypto.randomUUID() };
    const first = await uploads(lucia, jpeg, {}, key);
    const second = await uploads(lucia, jpeg, {}, key);
    expect([second.status, second.body.id]).toEqual([201, first.body.id]);
    expect((await uploads(lucia, Buffer.from('other words'), {}, key)).body.code).toBe('idempotency_key_reused');
  });

  it('E7: a viewer uploads nothing; nobody sends what somebody else is about to', async () => {
    expect((await uploads(desk.hotel.karl, jpeg)).status).toBe(403);
    const { body: media } = await uploads(desk.hotel.maria, jpeg);
    const { conversationId } = await desk.says(desk.guest('Dora'), 'Hello');
    const answer = await sends(conversationId, { type: 'image', mediaId: media.id });
    expect([answer.status, answer.body.code]).toEqual([400, 'media_not_sendable']);
    expect((await reads(lucia, media.id)).statusCode).toBe(404);
  });

  it('E7: when the room is used up an upload is refused, and nothing of it stays', async () => {
    const { hotel } = desk;
    await hotel.query(`UPDATE hotel SET limits = limits || '{"mediaBytes": 1}' WHERE id = $1`, [hotel.id]);
    const answer = await uploads(lucia, await photo({ width: 333 }));
    await hotel.query(`UPDATE hotel SET limits = limits - 'mediaBytes' WHERE id = $1`, [hotel.id]);
    expect([answer.status, answer.body.code]).toEqual([409, 'media_storage_full']);
    expect(await countedRight()).toBe(true);
  });
});

describe('E7: uploads that nobody sends', () => {
  it('E7: they go after a day with their bytes; what was sent stays, also where both have the same content', async () => {
    const { hotel } = desk;
    const sent = await uploads(lucia, await photo({ width: 600 }));
    const { conversationId } = await desk.says(desk.guest('Fred'), 'Show me');
    await sends(conversationId, { type: 'image', mediaId: sent.body.id });
    const unsent = await uploads(lucia, await photo({ width: 640 }));
    const [twin] = await hotel.query<{ id: string }>(
      `INSERT INTO media (hotel_id, id, kind, mime_type, size, sha256, state, uploaded_by, created_at)
       SELECT hotel_id, gen_random_uuid(), kind, mime_type, size, sha256, state, uploaded_by, created_at FROM media WHERE id = $1 RETURNING id`,
      [sent.body.id],
    );
    await hotel.query(`UPDATE media SET created_at = created_at - interval '25 hours' WHERE id = ANY($1::uuid[])`, [
      [sent.body.id, unsent.body.id, twin!.id],
    ]);
    const before = await used();
    await desk.app.get(Sweeper).processAll();
    const statuses = [];
    for (const id of [sent.body.id, unsent.body.id, twin!.id]) statuses.push((await reads(lucia, id)).statusCode);
    expect(statuses).toEqual([200, 404, 404]);
    expect(await used()).toBeLessThan(before);
    expect(await countedRight()).toBe(true);
  });
});

async function used(): Promise<number> {
  const [row] = await desk.hotel.query<{ used: number }>(
    `SELECT used_bytes::int AS used FROM media_storage WHERE hotel_id = $1`,
    [desk.hotel.id],
  );
  return row!.used;
}

/** The sum that is kept is the sum of what is there. */
async function countedRight(): Promise<boolean> {
  const [row] = await desk.hotel.query<{ right: boolean }>(
    `SELECT s.used_bytes = (SELECT sum(size + coalesce(thumbnail_size, 0)) FROM media_file f WHERE f.hotel_id = s.hotel_id) AS right
     FROM media_storage s WHERE hotel_id = $1`,
    [desk.hotel.id],
  );
  return row!.right;
}

describe('E7, E23: who sees a file', () => {
  async function received(): Promise<{ mediaId: string; conversationId: string }> {
    const { id } = await desk.guest('Emil').sendsImage({ bytes: await photo({ width: 900, height: 700 }) });
    await desk.app.get(JobQueue).processAll();
    let found: { mediaId: string; conversationId: string } | undefined;
    await desk.until(async () => {
      [found] = await desk.hotel.query<{ mediaId: string; conversationId: string }>(
        `SELECT content ->> 'mediaId' AS "mediaId", conversation_id AS "conversationId" FROM message
         WHERE hotel_id = $1 AND provider_id = $2 AND content ->> 'state' = 'ready'`,
        [desk.hotel.id, id],
      );
      expect(found).toBeDefined();
    });
    return found!;
  }

  it('E23: those who see the message, until they do not any more; others hear that there is nothing', async () => {
    const { mediaId, conversationId } = await received();
    const { hotel } = desk;
    expect((await reads(hotel.tomas, mediaId)).statusCode).toBe(200);
    await desk.asks(lucia, 'POST', `/conversations/${conversationId}/transfer`, { departmentId: hotel.spa });
    const seen = await Promise.all([lucia, hotel.ines, hotel.tomas].map((person) => reads(person, mediaId)));
    expect(seen.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404]);
    const nothing = await reads(hotel.tomas, crypto.randomUUID());
    expect({ ...seen[2]!.json(), traceId: '' }).toEqual({ ...nothing.json(), traceId: '' });
    expect((await reads(null, mediaId)).statusCode).toBe(401);
  });

  it('E7: it is sent whole, in ranges, and not at all to who has it', async () => {
    const { mediaId } = await received();
    const whole = await reads(lucia, mediaId);
    const size = whole.rawPayload.length;
    const { etag } = whole.headers as { etag: string };
    expect(whole.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'content-length': String(size),
      'content-disposition': 'inline',
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
    });
    const ranges: [header: string, status: number, start: number, end: number][] = [
      ['bytes=0-99', 206, 0, 99],
      ['bytes=100-', 206, 100, size - 1],
      ['bytes=-10', 206, size - 10, size - 1],
      [`bytes=5-${size + 100}`, 206, 5, size - 1],
      ['bytes=9-3', 200, 0, size - 1],
      ['bytes=0-1,4-5', 200, 0, size - 1],
      ['lines=1-2', 200, 0, size - 1],
    ];
    for (const [range, status, start, end] of ranges) {
      const answer = await reads(lucia, mediaId, { range });
      expect([range, answer.statusCode]).toEqual([range, status]);
      expect(answer.rawPayload.equals(whole.rawPayload.subarray(start, end + 1)), range).toBe(true);
      expect(answer.headers['content-range']).toBe(status === 206 ? `bytes ${start}-${end}/${size}` : undefined);
    }
    const behind = await reads(lucia, mediaId, { range: `bytes=${size}-` });
    expect([behind.statusCode, behind.headers['content-range']]).toEqual([416, `bytes */${size}`]);
    expect((await reads(lucia, mediaId, { 'if-none-match': etag })).statusCode).toBe(304);
    expect((await reads(lucia, mediaId, { range: 'bytes=0-9', 'if-range': '"another"' })).statusCode).toBe(200);
    expect((await reads(lucia, mediaId, { range: 'bytes=0-9', 'if-range': etag })).statusCode).toBe(206);
  });

  it('E7: another hotel’s administrator is told that there is nothing', async () => {
    const { mediaId } = await received();
    const { buildHotel } = await import('../../test/support/hotel.js');
    const other = await buildHotel(desk.hotel.dataSource, 'Hotel Bruma');
    expect((await reads(other.lucia, mediaId)).statusCode).toBe(404);
  });
});
