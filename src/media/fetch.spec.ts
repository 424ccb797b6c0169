import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';

import type { MediaContent } from '../channels/index.js';
import { DiskSpace } from '../common/disk-space.js';
import { JobQueue, Sweeper } from '../queue/index.js';
import { makeDataDir, removeDataDir } from '../../test/support/data-dir.js';
import { photo, recording } from '../../test/support/pictures.js';
import { TalkingDesk } from '../../test/support/talking-desk.js';

let desk: TalkingDesk;
const dataDir = makeDataDir();

beforeAll(async () => {
  desk = await TalkingDesk.open({}, { DATA_DIR: dataDir });
});
afterAll(async () => {
  await desk.close();
  removeDataDir(dataDir);
});
afterEach(() => desk.cloud.mediaFaults.none());

/** The message as Lúcia's screen has it. */
async function shown(providerId: string): Promise<{ id: string; content: MediaContent; version: number }> {
  const [row] = await desk.hotel.query<{ id: string; conversationId: string }>(
    `SELECT id, conversation_id AS "conversationId" FROM message WHERE hotel_id = $1 AND provider_id = $2`,
    [desk.hotel.id, providerId],
  );
  const { body } = await desk.asks(desk.hotel.lucia, 'GET', `/conversations/${row!.conversationId}/messages`);
  return body.items.find((item: { id: string }) => item.id === row!.id);
}

async function becomes(providerId: string, state: MediaContent['state']): Promise<MediaContent> {
  await desk.until(async () => expect((await shown(providerId)).content.state).toBe(state));
  return (await shown(providerId)).content;
}

async function get(mediaId: string, query = '') {
  const token = await desk.tokenOf(desk.hotel.lucia);
  return desk.app.inject({ url: `/api/v1/media/${mediaId}${query}`, headers: { authorization: `Bearer ${token}` } });
}

const retry = (messageId: string) => desk.asks(desk.hotel.lucia, 'POST', `/messages/${messageId}/retry`);
/** What waits for its time runs now, as often as it likes. */
const tireless = () => desk.app.get(JobQueue).processAll({ delayed: true });
async function dueNow(): Promise<void> {
  await desk.hotel.query(
    `UPDATE media SET next_try_at = clock_timestamp() WHERE hotel_id = $1 AND next_try_at IS NOT NULL`,
    [desk.hotel.id],
  );
  await desk.app.get(Sweeper).processAll();
  await desk.app.get(JobQueue).processAll();
}

describe('E7: what guests send', () => {
  it('E7: a photo is fetched right after its message was stored, and the message says so', async () => {
    const bytes = await photo();
    const { id } = await desk.guest('Ana').sendsImage({ bytes, caption: 'O ar condicionado está assim' });
    const content = await becomes(id, 'ready');
    expect(content).toMatchObject({
      mimeType: 'image/jpeg',
      size: bytes.length,
      width: 1200,
      height: 900,
      thumbnail: true,
      caption: 'O ar condicionado está assim',
    });
    expect((await get(content.mediaId)).rawPayload.equals(bytes)).toBe(true);
  });

  it('E7, B3: the address is asked for by id each time, with the number it came to; nothing else is called', async () => {
    const before = desk.cloud.calls.length;
    const { id } = await desk.guest('Bea').sendsImage();
    await becomes(id, 'ready');
    const calls = desk.cloud.calls.slice(before).filter(({ method }) => method === 'GET');
    expect(calls.map(({ path }) => path.replace(/\d{10,}/, ':id'))).toEqual(['/v25.0/:id', '/media-bytes/']);
  });

  it('E7: a photo taken upright is upright: its size as it is shown, its small picture turned and without EXIF', async () => {
    const { id } = await desk.guest('Chiara').sendsImage({ bytes: await photo({ turned: true }) });
    const content = await becomes(id, 'ready');
    expect(content).toMatchObject({ width: 900, height: 1200 });
    const small = await get(content.mediaId, '?size=small');
    expect(small.headers['content-type']).toBe('image/webp');
    const facts = await sharp(small.rawPayload).metadata();
    expect([facts.width, facts.height, facts.orientation, facts.exif]).toEqual([480, 640, undefined, undefined]);
  });

  it('E7: a recording says how long it is', async () => {
    const { id } = await desk.guest('Dora').sendsVoice({ bytes: recording(3), mimeType: 'audio/wav' });
    expect(await becomes(id, 'ready')).toMatchObject({ durationMs: 3000, voice: true });
  });

  it('E7: the same picture twice lies on the disk once', async () => {
    const bytes = await photo({ width: 700, height: 500 });
    const emil = desk.guest('Emil');
    for (let times = 0; times < 2; times++) await becomes((await emil.sendsImage({ bytes })).id, 'ready');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const folder = join(dataDir, 'media', desk.hotel.id, sha256.slice(0, 2));
    expect((await readdir(folder)).filter((name) => name.startsWith(sha256)).toSorted()).toEqual([
      sha256,
      `${sha256}.small`,
    ]);
    expect(await readdir(join(dataDir, 'media', 'incoming'))).toEqual([]);
  });

  it('E7: what calls itself a photo and is a page is kept, and only ever downloaded', async () => {
    const bytes = Buffer.from('<!doctype html><script>alert(document.cookie)</script>');
    const { id } = await desk.guest('Finn').sendsImage({ bytes });
    const content = await becomes(id, 'ready');
    expect(content.mimeType).toBe('text/html');
    const { headers } = await get(content.mediaId);
    expect(headers['content-type']).toBe('application/octet-stream');
    expect(headers['content-disposition']).toBe('attachment');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain('sandbox');
  });

  it('E7: a name with a path in it is only a name', async () => {
    const { id } = await desk.guest('Gil').sendsDocument({ filename: '../../../etc/cron.d/\u202Efdp.exe' });
    const content = await becomes(id, 'ready');
    expect(content.filename).toBe('fdp.exe');
    expect((await get(content.mediaId)).headers['content-disposition']).toBe(
      `attachment; filename="fdp.exe"; filename*=UTF-8''fdp.exe`,
    );
    expect(existsSync(join(dataDir, 'media', desk.hotel.id, 'cron.d'))).toBe(false);
  });
});

describe('E7: a file that does not come', () => {
  it('E7: an address that is dead already is asked for again', async () => {
    desk.cloud.mediaFaults.expired(2);
    const { id } = await desk.guest('Hanna').sendsImage();
    await desk.until(async () => {
      await dueNow();
      expect((await shown(id)).content.state).toBe('ready');
    });
  });

  it('E7: bytes that are not those announced are not taken for the photo', async () => {
    desk.cloud.mediaFaults.damaged();
    const { id } = await desk.guest('Ivo').sendsImage();
    await desk.until(async () => {
      const [row] = await desk.hotel.query(`SELECT failure FROM media WHERE hotel_id = $1 ORDER BY id DESC LIMIT 1`, [
        desk.hotel.id,
      ]);
      expect(row).toEqual({ failure: 'damaged' });
    });
    expect((await shown(id)).content.state).toBe('pending');
    await dueNow();
    await becomes(id, 'ready');
  });

  it('E7: after three tries the message says so, staff are told live, and Try again brings it', async () => {
    desk.cloud.mediaFaults.down();
    const { id } = await desk.guest('Jana').sendsImage();
    await desk.until(async () => {
      await dueNow();
      expect((await shown(id)).content).toMatchObject({ state: 'failed', failure: 'unreachable' });
    });
    const [{ changes } = { changes: 0 }] = await desk.hotel.query<{ changes: number }>(
      `SELECT count(*)::int AS changes FROM change WHERE hotel_id = $1 AND kind = 'message.updated' AND message_id = $2`,
      [desk.hotel.id, (await shown(id)).id],
    );
    expect(changes).toBe(1);

    desk.cloud.mediaFaults.none();
    const answer = await retry((await shown(id)).id);
    expect([answer.status, answer.body.content.state, answer.body.content.failure]).toEqual([
      200,
      'pending',
      undefined,
    ]);
    await becomes(id, 'ready');
    expect((await retry((await shown(id)).id)).body.code).toBe('not_retryable');
  });

  it('E7: what the provider has no more is said at once and not asked for again', async () => {
    const karin = desk.guest('Karin');
    desk.cloud.mediaFaults.down(1);
    const { id } = await karin.sendsImage();
    await desk.until(async () => {
      const [row] = await desk.hotel.query(`SELECT failure FROM media WHERE hotel_id = $1 ORDER BY id DESC LIMIT 1`, [
        desk.hotel.id,
      ]);
      expect(row).toEqual({ failure: 'unreachable' });
    });
    const [media] = await desk.hotel.query<{ provider_media_id: string }>(
      `SELECT provider_media_id FROM media WHERE hotel_id = $1 ORDER BY id DESC LIMIT 1`,
      [desk.hotel.id],
    );
    desk.cloud.forgetFile(media!.provider_media_id);
    await dueNow();
    expect((await shown(id)).content).toMatchObject({ state: 'failed', failure: 'gone' });
    const [row] = await desk.hotel.query(`SELECT next_try_at FROM media WHERE hotel_id = $1 ORDER BY id DESC LIMIT 1`, [
      desk.hotel.id,
    ]);
    expect(row).toEqual({ next_try_at: null });
  });

  it('E7: when the room is used up messages stay, administrators are told once, and it goes on when there is room', async () => {
    const { hotel } = desk;
    await hotel.query(`UPDATE hotel SET limits = limits || '{"mediaBytes": 1}' WHERE id = $1`, [hotel.id]);
    const lars = desk.guest('Lars');
    const sent = [await lars.sendsImage({ bytes: await photo({ width: 640 }) }), await lars.sendsDocument()];
    for (const { id } of sent) expect(await becomes(id, 'failed')).toMatchObject({ failure: 'storage_full' });
    const told = `SELECT user_id FROM notification WHERE hotel_id = $1 AND kind = 'media_storage_full'`;
    expect(await hotel.query(told, [hotel.id])).toEqual([{ user_id: hotel.lucia.userId }]);

    await hotel.query(`UPDATE hotel SET limits = limits - 'mediaBytes' WHERE id = $1`, [hotel.id]);
    await desk.app.get(Sweeper).processAll();
    for (const { id } of sent) await becomes(id, 'ready');
  });

  it('E7: an edit of the caption does not lose the photo, nor does what comes after it', async () => {
    const mara = desk.guest('Mara');
    const { id } = await mara.sendsImage({ caption: 'o ar' });
    const { mediaId } = await becomes(id, 'ready');
    const [media] = await desk.hotel.query<{ provider_media_id: string }>(
      `SELECT provider_media_id FROM media WHERE hotel_id = $1 AND id = $2`,
      [desk.hotel.id, mediaId],
    );
    const image = { id: media!.provider_media_id, mime_type: 'image/jpeg', caption: 'o ar condicionado' };
    await mara.sends('edit', { original_message_id: id, message: { type: 'image', image } });
    await desk.until(async () =>
      expect((await shown(id)).content).toMatchObject({ state: 'ready', caption: 'o ar condicionado' }),
    );
    await mara.reacts('👍', { id });
    await tireless();
    expect((await shown(id)).content.state).toBe('ready');
  });
});

describe('a disk that is nearly full', () => {
  it('D6: files wait at WhatsApp, messages come in, and what waited is fetched when there is room again', async () => {
    const free = vi.spyOn(desk.app.get(DiskSpace), 'free').mockResolvedValue(1);
    try {
      const calls = desk.cloud.calls.length;
      const { id } = await desk.guest('Dario').sendsImage();
      await desk.app.get(Sweeper).processAll();
      await desk.app.get(JobQueue).processAll();
      expect((await shown(id)).content.state).toBe('pending');
      expect(desk.cloud.calls.slice(calls).filter(({ method }) => method === 'GET')).toEqual([]);
      const form = new FormData();
      form.append('file', new Blob([new Uint8Array(await photo())], { type: 'image/jpeg' }), 'pool.jpg');
      const request = new Request('http://desk', { method: 'POST', body: form });
      const upload = await desk.app.inject({
        method: 'POST',
        url: '/api/v1/media',
        headers: {
          authorization: `Bearer ${await desk.tokenOf(desk.hotel.lucia)}`,
          'content-type': request.headers.get('content-type') ?? '',
        },
        payload: Buffer.from(await request.arrayBuffer()),
      });
      expect([upload.statusCode, upload.json().code]).toEqual([409, 'media_storage_full']);
      free.mockResolvedValue(100 * 1024 ** 3);
      await desk.app.get(Sweeper).processAll();
      await becomes(id, 'ready');
    } finally {
      free.mockRestore();
    }
  });
});
