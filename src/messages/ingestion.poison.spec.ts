import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { InboundEvent } from '../channels/index.js';
import { openClient } from '../database/pg-client.js';
import { IngestionDesk } from '../../test/support/ingestion.js';
import { idOf } from '../../test/support/meta-news.js';
import type { Arrival } from './ingestion.plan.js';
import { StoreBusyError } from './ingestion.service.js';

describe('promise 1: what cannot be stored waits for a person, its neighbours are stored', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  beforeEach(async () => {
    desk.queue.jobs.length = 0;
    desk.channel = await desk.addHotel();
  });
  afterAll(() => desk.close());

  const ana = () => desk.guest({ phone: '34600123456', userId: 'ES.1', name: 'Ana' });
  const texts = () =>
    desk
      .rows('SELECT content ->> $2 AS text FROM message WHERE hotel_id = $1 ORDER BY sent_at, seq', [
        desk.channel.hotelId,
        'text',
      ])
      .then((rows) => rows.map((row) => row['text']));
  const review = () =>
    desk.rows<{ code: string; reason: string; payload: Buffer; state: string }>(
      `SELECT r.code, r.reason, w.payload, w.state FROM review_item r JOIN webhook_attempt w ON w.hotel_id = r.hotel_id AND w.id = r.receipt_id
       WHERE r.hotel_id = $1 AND r.kind = 'receipt'`,
      [desk.channel.hotelId],
    );
  const byHand = (event: InboundEvent): Arrival => ({
    channel: desk.channel,
    parsed: {
      event,
      externalId: desk.channel.externalId,
      accountId: desk.channel.accountId,
      eventKey: 'by-hand',
      slice: Buffer.from('{"poison":1}'),
    },
  });

  it('E5: text that PostgreSQL refuses is repaired and marked; the receipt keeps the bytes', async () => {
    const guest = desk.guest({ phone: '34600123456', name: 'An\u0000a' });
    const raw = desk.body(guest.says('a\u0000b \ud83d x'), guest.says('whole 🛎'));
    await desk.service.ingest(desk.read(raw));
    expect(
      await desk.rows('SELECT content, repaired FROM message WHERE hotel_id = $1 ORDER BY seq', [desk.channel.hotelId]),
    ).toEqual([
      { content: { type: 'text', text: 'a\ufffdb \ufffd x' }, repaired: true },
      { content: { type: 'text', text: 'whole 🛎' }, repaired: false },
    ]);
    const receipts = await desk.rows<{ payload: Buffer }>(
      'SELECT payload FROM webhook_attempt WHERE hotel_id = $1 ORDER BY id',
      [desk.channel.hotelId],
    );
    expect(receipts[0]?.payload.toString()).toContain('a\\u0000b \\ud83d x');
    expect(await review()).toEqual([]);
  });

  it('E25: an item that could not be read is beside those that could, with its bytes and one line for a person', async () => {
    const guest = ana();
    const broken = guest.told({ type: 'text', text: {} }, {});
    await desk.receives(guest.says('before'), broken, guest.says('after'));
    expect(await texts()).toEqual(['before', 'after']);
    expect(
      await desk.rows('SELECT kind, state, code FROM webhook_attempt WHERE hotel_id = $1 ORDER BY id', [
        desk.channel.hotelId,
      ]),
    ).toEqual([
      { kind: 'message_received', state: 'stored', code: null },
      { kind: 'unparsed', state: 'failed', code: 'bad_text' },
      { kind: 'message_received', state: 'stored', code: null },
    ]);
    const [item, ...others] = await review();
    expect(others).toEqual([]);
    expect(item).toMatchObject({ code: 'bad_text', reason: 'text.body is no text' });
    expect(item?.payload.toString()).toContain(idOf(broken));
  });

  const said = (sentAt: Date, more: object = {}): InboundEvent => ({
    type: 'message_received',
    providerId: 'wamid.POISON',
    from: { userId: 'ES.1', phone: '34600123456', name: 'Ana', username: null },
    chat: { kind: 'person' },
    content: { type: 'text', text: 'poison' },
    sentAt,
    replyToProviderId: null,
    historical: false,
    ...more,
  });

  it.each<[string, () => InboundEvent]>([
    ['a time that is none', () => said(new Date(Number.NaN))],
    ['a time PostgreSQL does not know', () => said(new Date(8_640_000_000_000_000))],
    ['content that is missing', () => said(new Date(), { content: undefined })],
    ['content of another kind than ever told', () => said(new Date(), { content: { type: 'hologram' } })],
    [
      'an id that is longer than an index takes',
      () => said(new Date(), { providerId: Array.from({ length: 9000 }, (_, n) => n.toString(36)).join('') }),
    ],
  ])('promise 1: %s costs itself alone', async (_what, event) => {
    const guest = ana();
    const neighbours = [guest.says('one'), guest.says('two'), guest.says('three')].map((change) =>
      desk.read(desk.body(change)),
    );
    // In a POST of its own, and in one with others.
    const mixed = [
      ...desk.read(desk.body(guest.says('four'))),
      byHand(event()),
      ...desk.read(desk.body(guest.says('five'))),
    ];
    await Promise.all([...neighbours, mixed].map((arrivals) => desk.service.ingest(arrivals)));
    expect(await texts()).toEqual(['one', 'two', 'three', 'four', 'five']);
    expect(await review()).toMatchObject([
      { code: 'not_storable', state: 'failed', payload: Buffer.from('{"poison":1}') },
    ]);
    expect(desk.queue.jobs.length).toBeGreaterThan(0);
  });

  it('promise 1: a status that no rank fits costs itself alone', async () => {
    const at = new Date();
    const event = {
      type: 'message_status',
      providerId: 'wamid.OUT',
      status: 'teleported',
      attemptRef: null,
      recipient: '',
      failure: null,
      at,
    };
    await desk.service.ingest([...desk.read(desk.body(ana().says('one'))), byHand(event as unknown as InboundEvent)]);
    expect(await texts()).toEqual(['one']);
    expect(await review()).toHaveLength(1);
  });

  it('E4: two transactions that stand in each other’s way are tried again, nothing is lost or doubled', async () => {
    const guest = ana();
    await desk.receives(guest.says('Hola'));
    const chat = await desk.row<{ id: string; current: string }>(
      'SELECT id, current_conversation_id AS current FROM chat WHERE hotel_id = $1',
      [desk.channel.hotelId],
    );
    const other = openClient({ url: desk.url });
    await other.connect();
    // Against the lock order on purpose: conversation first, then chat.
    await other.query('BEGIN');
    await other.query(`SET LOCAL deadlock_timeout = '10s'`);
    await other.query('SELECT 1 FROM conversation WHERE id = $1 FOR UPDATE', [chat.current]);
    const stored = desk.receives(guest.says('¿Hay alguien?'));
    await desk.untilSomebodyWaits();
    await other.query('UPDATE chat SET routed_seq = 1 WHERE id = $1', [chat.id]);
    await other.query('COMMIT');
    await other.end();
    await stored;
    expect(await texts()).toEqual(['Hola', '¿Hay alguien?']);
    expect(await review()).toEqual([]);
  });
});

describe('B2: a database that is away', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  it('B2: that broke off is found again with the next message, and what was refused can be told again', async () => {
    const ana = desk.guest({ phone: '34600123456' });
    await desk.receives(ana.says('one'));
    await desk.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    const second = ana.says('two');
    await desk.receives(second).catch((error: unknown) => expect(error).toBeInstanceOf(StoreBusyError));
    await desk.receives(second);
    expect(await desk.texts()).toEqual(['one', 'two']);
  });
});
