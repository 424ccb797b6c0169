import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { IngestionDesk } from '../../test/support/ingestion.js';
import { addressBook, wamid } from '../../test/support/meta-news.js';

const DATA = new URL('../../test/data/meta-cloud/', import.meta.url);
const examples = (JSON.parse(readFileSync(new URL('manifest.json', DATA), 'utf8')) as { file: string; kind: string }[])
  .filter(({ kind }) => kind === 'webhook')
  .map(({ file }) => file);

let desk: IngestionDesk;
beforeAll(async () => {
  desk = await IngestionDesk.open();
});
beforeEach(async () => {
  desk.queue.jobs.length = 0;
  desk.channel = await desk.addHotel();
});
afterAll(() => desk.close());

const ines = () => desk.guest({ phone: '351912345678', userId: 'PT.4471902283650017', name: 'Inês' });
const of = (table: string, columns = '*') =>
  desk.rows(`SELECT ${columns} FROM ${table} WHERE hotel_id = $1 ORDER BY 1`, [desk.channel.hotelId]);

describe('every example of Meta’s contract', () => {
  /** The rows an example makes on an empty desk, by table; what is not named here makes none but its receipt. */
  const MESSAGES = new Set(['4.1', '4.2', '4.3', '4.4', '4.6', '4.7', '4.8', '4.10', '4.13', '3.1', '3.2', '7.1']);

  it.each(examples)('C2, E25: %s has its receipts and breaks nothing', async (file) => {
    const raw = readFileSync(new URL(file, DATA));
    const arrivals = desk.read(raw);
    await desk.service.ingest(arrivals);
    await desk.service.ingest(arrivals);
    const receipts = await desk.rows<{ kind: string; state: string; payload: Buffer }>(
      'SELECT kind, state, payload FROM webhook_attempt WHERE hotel_id = $1 ORDER BY id',
      [desk.channel.hotelId],
    );
    expect(receipts.map(({ kind }) => kind)).toEqual([...arrivals, ...arrivals].map(({ parsed }) => parsed.event.type));
    expect(receipts.map(({ state }) => state)).not.toContain('failed');
    if (arrivals.length === 1) expect(receipts[0]?.payload.equals(raw)).toBe(true);

    const messages = arrivals.flatMap(({ parsed: { event } }) =>
      event.type === 'message_received' || event.type === 'message_echoed' ? [event] : [],
    );
    const stored = await desk.rows<{ provider_id: string; type: string; sent_at: Date }>(
      'SELECT provider_id, type, sent_at FROM message WHERE hotel_id = $1 ORDER BY sent_at',
      [desk.channel.hotelId],
    );
    expect(stored).toEqual(
      messages.map((event) => ({ provider_id: event.providerId, type: event.content.type, sent_at: event.sentAt })),
    );
    if (MESSAGES.has(file.split('-')[0]!) && !file.includes('revoke')) expect(stored).toHaveLength(1);
  });

  it('C2: all of them in one batch, in any order of the list', async () => {
    for (const list of [examples, examples.toReversed()]) {
      desk.channel = await desk.addHotel();
      const arrivals = list.flatMap((file) => desk.read(readFileSync(new URL(file, DATA))));
      await desk.service.ingest(arrivals);
      expect(await of('webhook_attempt', 'id')).toHaveLength(arrivals.length);
      expect(await of('review_item', 'id')).toEqual([]);
    }
  });
});

describe('what the hotel says on its phone', () => {
  it('A3: is a message of the hotel’s in the guest’s chat, also when it is the first', async () => {
    const echo = ines().hearsFromPhone('A sua chave está na receção');
    await desk.receives(echo, echo);
    expect(await of('message', 'direction, author_kind, author_id, status, inbound_seq, sent_elsewhere')).toEqual([
      {
        direction: 'outbound',
        author_kind: 'user',
        author_id: null,
        status: 30,
        inbound_seq: null,
        sent_elsewhere: true,
      },
    ]);
    expect(await of('guest', 'name, phone')).toEqual([{ name: 'Inês', phone: '+351912345678' }]);
    expect(await of('chat', 'inbound_seq, last_inbound_at')).toEqual([{ inbound_seq: 0, last_inbound_at: null }]);
    expect(await of('conversation', 'status, waiting_since')).toEqual([{ status: 'active', waiting_since: null }]);
    expect(desk.queue.jobs).toEqual([]);
  });

  it('A3: an answer there stops the waiting clock, an older one does not', async () => {
    const guest = ines();
    const at = (second: number) => new Date(+desk.clock.now() + second * 1000);
    const asked = at(10);
    const waiting = () => of('conversation', 'waiting_since').then(([row]) => row?.['waiting_since']);
    await desk.receives(guest.says('Olá?', { at: asked }));
    await desk.receives(guest.hearsFromPhone('Bem-vinda', { at: at(5) }));
    expect(await waiting()).toEqual(asked);
    await desk.receives(guest.hearsFromPhone('Diga', { at: at(20) }));
    expect(await waiting()).toBeNull();
    await desk.receives(guest.says('A chave?', { at: at(30) }), guest.says('Por favor', { at: at(31) }));
    expect(await waiting()).toEqual(at(30));
    await desk.receives(
      guest.hearsFromPhone('Já vai', { at: at(40) }),
      guest.says('Obrigada', { at: at(50) }),
      guest.says('!', { at: at(51) }),
    );
    expect(await waiting()).toEqual(at(50));
  });
});

describe('A6: the phone’s past', () => {
  const past = () => {
    const day = (n: number) => new Date(Date.UTC(2026, 10, 21 - n, 9));
    return [
      { by: 'hotel', text: 'Bem-vinda!', at: day(9), status: 'READ' },
      { by: 'guest', text: 'Obrigada', at: day(8), status: 'READ' },
      { by: 'hotel', text: 'Até já', at: day(7), status: 'DELIVERED' },
    ] as const;
  };

  it('A6: is read without unread, waiting, jobs, reply window or menu', async () => {
    await desk.receives(ines().past(...past()));
    expect(await of('message', 'sent_at, direction, status, inbound_seq, seq')).toMatchObject([
      { direction: 'outbound', status: 60, inbound_seq: null, seq: 1 },
      { direction: 'inbound', status: null, inbound_seq: null, seq: 2 },
      { direction: 'outbound', status: 50, inbound_seq: null, seq: 3 },
    ]);
    expect(await of('chat', 'inbound_seq, last_inbound_at')).toEqual([{ inbound_seq: 0, last_inbound_at: null }]);
    expect(await of('conversation', 'status, waiting_since, last_message_at')).toEqual([
      { status: 'expired', waiting_since: null, last_message_at: past()[2].at },
    ]);
    expect(desk.queue.jobs).toEqual([]);
  });

  it('A6: goes under what is written today, whichever comes first', async () => {
    const guest = ines();
    await desk.receives(guest.past(...past()));
    await desk.receives(guest.says('Olá de novo'));
    const today = desk.clock.now();
    expect(await of('conversation', 'status, waiting_since, last_message_at')).toEqual([
      { status: 'active', waiting_since: today, last_message_at: today },
      { status: 'expired', waiting_since: null, last_message_at: past()[2].at },
    ]);
    desk.channel = await desk.addHotel();
    await desk.receives(guest.says('Olá de novo', { at: today, id: wamid() }));
    await desk.receives(guest.past(...past()));
    expect(await of('conversation', 'status, waiting_since, last_message_at')).toEqual([
      { status: 'active', waiting_since: today, last_message_at: today },
    ]);
    expect(await of('chat', 'inbound_seq, last_inbound_at, message_seq')).toEqual([
      { inbound_seq: 1, last_inbound_at: today, message_seq: 4 },
    ]);
  });

  it('A6: a placeholder shows its picture once it is announced, before or after', async () => {
    const guest = ines();
    const placeholder = (id: string) => ({
      field: 'history',
      value: {
        history: [
          {
            metadata: { phase: 0, chunk_order: 1, progress: 10 },
            threads: [
              {
                id: '351912345678',
                messages: [
                  {
                    from: '351912345678',
                    id,
                    timestamp: '1795000000',
                    type: 'media_placeholder',
                    history_context: { status: 'READ' },
                  },
                ],
              },
            ],
          },
        ],
      },
    });
    const announced = (id: string) => {
      const change = guest.sends(
        'image',
        { image: { id: `media-${id}`, mime_type: 'image/jpeg' } },
        { id, at: new Date(1_795_000_000_000) },
      );
      return { ...change, field: 'history' };
    };
    await desk.receives(placeholder('wamid.P1'));
    await desk.receives(announced('wamid.P1'), announced('wamid.P2'));
    await desk.receives(placeholder('wamid.P2'), announced('wamid.P1'));
    expect(await of('message', 'provider_id, type, edited_at')).toEqual([
      { provider_id: 'wamid.P1', type: 'image', edited_at: null },
      { provider_id: 'wamid.P2', type: 'image', edited_at: null },
    ]);
    expect(await of('media', 'provider_media_id')).toEqual([
      { provider_media_id: 'media-wamid.P1' },
      { provider_media_id: 'media-wamid.P2' },
    ]);
  });
});

describe('what is no message', () => {
  it('keeps the JSON of what cannot be shown, and counts it as an arrival', async () => {
    const guest = ines();
    await desk.receives(
      guest.sends('unsupported', {
        unsupported: { type: 'poll_creation' },
        errors: [{ code: 131051, title: 'Unknown' }],
      }),
    );
    expect(await of('message', 'type, content, inbound_seq')).toMatchObject([
      {
        type: 'unsupported',
        content: { providerType: 'poll_creation', summary: 'A poll', raw: { type: 'unsupported' } },
        inbound_seq: 1,
      },
    ]);
  });

  it('takes a guest’s call for something they said: it waits for staff and opens the reply window', async () => {
    await desk.receives(ines().hearsFromPhone('Bom dia'));
    for (const news of ['4.16-call-connect.json', '4.16-call-terminate.json'])
      await desk.service.ingest(desk.read(readFileSync(new URL(news, DATA))));
    const called = new Date(1_795_001_000_000);
    expect(await of('chat', 'last_inbound_at, inbound_seq')).toEqual([{ last_inbound_at: called, inbound_seq: 1 }]);
    expect(await of('conversation', 'waiting_since')).toEqual([{ waiting_since: called }]);
    const said = `SELECT author_kind, content FROM message WHERE hotel_id = $1 AND type = 'system'`;
    expect(await desk.row(said, [desk.channel.hotelId])).toMatchObject({
      author_kind: 'guest',
      content: { code: 'guest_called' },
    });
  });

  it('shows that a guest’s security code changed without calling it a question', async () => {
    const guest = ines();
    await desk.receives(guest.says('Olá'));
    await desk.receives(guest.hearsFromPhone('Bom dia'));
    const before = await of('chat', 'last_inbound_at, inbound_seq');
    await desk.receives(guest.sends('system', { system: { body: 'changed', type: 'customer_identity_changed' } }));
    expect(await of('chat', 'last_inbound_at, inbound_seq')).toEqual(before);
    expect(await of('conversation', 'waiting_since')).toEqual([{ waiting_since: null }]);
    expect(
      await desk.row(`SELECT author_kind, content FROM message WHERE hotel_id = $1 AND type = 'system'`, [
        desk.channel.hotelId,
      ]),
    ).toMatchObject({
      author_kind: 'system',
      content: { code: 'guest_identity_changed' },
    });
  });

  const account = (event: object, at: Date, channel = desk.channel) =>
    desk.service.ingest(
      desk.read(
        Buffer.from(
          JSON.stringify({
            object: 'whatsapp_business_account',
            entry: [{ id: channel.accountId, time: +at / 1000, changes: [{ field: 'account_update', value: event }] }],
          }),
        ),
      ),
    );

  it('C2: news of the account moves all its numbers, in the order it happened', async () => {
    const second = await desk.addChannel();
    const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second));
    const disabled = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'DISABLE', waba_ban_date: 'today' } };
    const reinstated = { event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE', waba_ban_date: 'today' } };
    const statuses = () =>
      desk
        .rows('SELECT status FROM channel WHERE id = ANY ($1)', [[desk.channel.id, second.id]])
        .then((rows) => rows.map((row) => row['status']));
    await account(disabled, at(5));
    expect(await statuses()).toEqual(['error', 'error']);
    await account(reinstated, at(9));
    await account(disabled, at(5));
    expect(await statuses()).toEqual(['connected', 'connected']);
    expect(await desk.count(`change WHERE hotel_id = $1 AND kind = 'channel.updated'`, [desk.channel.hotelId])).toBe(4);
  });

  it('keeps calls, preferences and the address book as receipts alone', async () => {
    await desk.receives(
      {
        field: 'calls',
        value: { calls: [{ id: 'wacid.1', from: '351912345678', event: 'connect', timestamp: '1795000000' }] },
      },
      {
        field: 'user_preferences',
        value: {
          user_preferences: [
            { wa_id: '351912345678', category: 'marketing_messages', value: 'stop', timestamp: 1795000000 },
          ],
        },
      },
      addressBook('351912345678', 'Inês', new Date(1_795_000_000_000)),
    );
    expect(await of('webhook_attempt', 'kind, state')).toEqual([
      { kind: 'contact_named', state: 'stored' },
      { kind: 'noted', state: 'stored' },
      { kind: 'preference_changed', state: 'stored' },
    ]);
    expect(await of('guest')).toEqual([]);
  });
});
