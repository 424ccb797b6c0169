import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { HOUR, IngestionDesk } from '../../test/support/ingestion.js';
import { idOf, wamid } from '../../test/support/meta-news.js';

/** What ingestion asks the database while `work` runs, without the transaction's own words. */
async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  try {
    await work();
    return (query.mock.calls as unknown[][]).flatMap(([asked]) => {
      const text = typeof asked === 'string' ? asked : (asked as { text: string }).text;
      // ANALYZE runs beside it, on a connection of its own, three times in a process's life.
      return ['BEGIN', 'COMMIT'].includes(text) || text.startsWith('ANALYZE')
        ? []
        : [text.trim().split('\n', 1)[0] ?? ''];
    });
  } finally {
    query.mockRestore();
  }
}

describe('what a guest writes', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  it('promise 1, B10: the first message of a new guest makes all that a screen needs', async () => {
    const ines = desk.guest({ phone: '351912345678', userId: 'PT.4471902283650017', name: 'Inês Carvalho' });
    const news = ines.says('Olá! Posso fazer check-in às 12h?');
    await desk.receives(news);
    const { hotelId, id: channelId } = desk.channel;
    const now = desk.clock.now();

    const guest = await desk.row('SELECT * FROM guest');
    expect(guest).toMatchObject({
      hotel_id: hotelId,
      name: 'Inês Carvalho',
      name_folded: 'ines carvalho',
      name_rank: 3,
      phone: '+351912345678',
      country: 'PT',
      lifecycle: 'new',
    });
    expect(
      await desk.rows('SELECT kind, value FROM guest_identity WHERE guest_id = $1 ORDER BY kind', [guest['id']]),
    ).toEqual([
      { kind: 'meta-user', value: 'PT.4471902283650017' },
      { kind: 'phone', value: '+351912345678' },
    ]);

    const conversation = await desk.row('SELECT * FROM conversation');
    const chat = await desk.row('SELECT * FROM chat');
    expect(chat).toMatchObject({
      hotel_id: hotelId,
      channel_id: channelId,
      kind: 'person',
      guest_id: guest['id'],
      external_id: guest['id'],
      address: { phone: '351912345678', userId: 'PT.4471902283650017' },
      message_seq: 1,
      inbound_seq: 1,
      routed_seq: 0,
      last_inbound_at: now,
      current_conversation_id: conversation['id'],
    });
    const attendee = await desk.row('SELECT * FROM attendee');
    expect(attendee).toMatchObject({
      channel_id: channelId,
      external_id: 'PT.4471902283650017',
      name: 'Inês Carvalho',
      phone: '+351912345678',
      guest_id: guest['id'],
    });
    expect(
      await desk.rows('SELECT attendee_id FROM conversation_attendee WHERE conversation_id = $1', [conversation['id']]),
    ).toEqual([{ attendee_id: attendee['id'] }]);

    const message = await desk.row('SELECT * FROM message');
    expect(message).toMatchObject({
      chat_id: chat['id'],
      conversation_id: conversation['id'],
      direction: 'inbound',
      author_kind: 'guest',
      author_id: guest['id'],
      type: 'text',
      content: { type: 'text', text: 'Olá! Posso fazer check-in às 12h?' },
      text_folded: 'ola! posso fazer check-in as 12h?',
      provider_id: idOf(news),
      status: null,
      seq: 1,
      inbound_seq: 1,
      sent_at: now,
      repaired: false,
      sent_elsewhere: false,
    });
    expect(conversation).toMatchObject({
      chat_id: chat['id'],
      type: 'general',
      status: 'active',
      department_id: null,
      last_message_id: message['id'],
      last_message_at: now,
      waiting_since: now,
      expires_at: new Date(+now + 24 * HOUR),
    });
    expect(await desk.rows('SELECT kind, conversation_id, message_id FROM change ORDER BY position')).toEqual([
      { kind: 'conversation.created', conversation_id: conversation['id'], message_id: null },
      { kind: 'message.created', conversation_id: conversation['id'], message_id: message['id'] },
    ]);
    expect(await desk.row('SELECT last_event_at FROM channel WHERE id = $1', [channelId])).toEqual({
      last_event_at: now,
    });
    const receipt = await desk.row<{ payload: Buffer }>('SELECT * FROM webhook_attempt');
    expect(receipt).toMatchObject({
      channel_id: channelId,
      kind: 'message_received',
      event_key: idOf(news),
      state: 'stored',
    });
    expect(receipt.payload.equals(desk.body(news))).toBe(true);
    expect(desk.queue.jobs).toEqual([
      { name: 'chat.route', data: { hotelId, chatId: chat['id'] }, options: { jobId: `${chat['id'] as string}:1` } },
    ]);
  });

  it('E8: the next message takes one statement, and so do 200 of five known guests', async () => {
    const five = Array.from({ length: 5 }, (_, n) =>
      desk.guest({ phone: `35191234560${n}`, userId: `PT.500${n}`, name: `Guest ${n}` }),
    );
    for (const guest of five) await desk.receives(guest.says('Olá!'));
    const one = await statementsOf(() => desk.receives(five[0]!.says('O Wi-Fi não funciona')));
    expect(one).toHaveLength(1);
    const many = Array.from({ length: 200 }, (_, n) => five[n % 5]!.says(`Mensagem ${n}`));
    expect(await statementsOf(() => desk.receives(...many))).toEqual(one);
    expect(await desk.count(`message WHERE content ->> 'text' LIKE 'Mensagem %'`)).toBe(200);
  });

  it('E8: as many statements for one new guest as for 50, with media, ticks, reactions and edits among them', async () => {
    const batch = (from: number, count: number) =>
      Array.from({ length: count }, (_, n) => {
        const guest = desk.guest({ phone: `3519200${String(from + n).padStart(5, '0')}`, name: `New ${n}` });
        const text = guest.says('Olá!');
        const image = { image: { id: `media-${from + n}`, mime_type: 'image/jpeg' } };
        return [
          text,
          guest.sends('image', image),
          guest.reacts(idOf(text), '👍'),
          guest.edits(idOf(text), 'Olá a todos!'),
        ];
      }).flat();
    const one = await statementsOf(() => desk.receives(...batch(0, 1)));
    expect(await statementsOf(() => desk.receives(...batch(1, 50)))).toEqual(one);
  });

  it('has the tables of a young database analysed, so that plans fit what they hold', async () => {
    await desk.receives(
      ...Array.from({ length: 120 }, (_, n) => desk.guest({ phone: '351930000001' }).says(`Many ${n}`)),
    );
    await vi.waitFor(async () => {
      expect(await desk.count(`pg_class WHERE relname = 'message' AND reltuples >= 100`)).toBe(1);
    }, 30_000);
  });

  it('counts arrivals, and the waiting clock stays at the first of them', async () => {
    const ana = desk.guest({ phone: '34600123456', name: 'Ana' });
    await desk.receives(ana.says('Hola'));
    const asked = desk.clock.now();
    await desk.receives(ana.says('¿Hay alguien?'));
    expect(
      await desk.row(
        `SELECT c.message_seq, c.inbound_seq, c.last_inbound_at, v.waiting_since, v.last_message_at FROM chat c
         JOIN conversation v ON v.chat_id = c.id JOIN guest g ON g.id = c.guest_id WHERE g.name = 'Ana'`,
      ),
    ).toEqual({
      message_seq: 2,
      inbound_seq: 2,
      last_inbound_at: desk.clock.now(),
      waiting_since: asked,
      last_message_at: desk.clock.now(),
    });
  });

  it('takes messages that are handed in as soon as the last ones are stored', async () => {
    const ana = desk.guest({ phone: '34600123457', name: 'Ana' });
    const read = () => desk.read(desk.body(ana.says('Hola')));
    await desk.service.ingest(read());
    await desk.service.ingest(read());
    await desk.service.ingest(read());
  });
});

describe('D2, promise 2: what is told twice', () => {
  let desk: IngestionDesk;
  const everything = async () => {
    const tables = [
      'guest',
      'guest_identity',
      'chat',
      'attendee',
      'conversation',
      'conversation_attendee',
      'message',
      'change',
    ];
    const dump: Record<string, unknown[]> = {};
    for (const table of tables) dump[table] = await desk.rows(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`);
    return dump;
  };
  const states = () =>
    desk
      .rows<{ state: string }>('SELECT state FROM webhook_attempt ORDER BY id')
      .then((rows) => rows.map((row) => row.state));

  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  it('D2: changes nothing, whether in one POST, in the next or after the conversation ended', async () => {
    const ana = desk.guest({ phone: '34600123456', name: 'Ana' });
    const hello = ana.says('Hola');
    await desk.receives(hello, hello);
    expect(await states()).toEqual(['stored', 'duplicate']);
    const before = await everything();
    const jobs = desk.queue.jobs.length;

    await desk.receives(hello);
    expect(await everything()).toEqual(before);
    desk.clock.advance(25 * HOUR);
    await desk.receives(hello, hello);
    expect(await everything()).toEqual(before);
    expect(await states()).toEqual(['stored', 'duplicate', 'duplicate', 'duplicate', 'duplicate']);
    expect(desk.queue.jobs).toHaveLength(jobs);

    await desk.rows(`UPDATE conversation SET status = 'expired'`);
    const ended = await everything();
    await desk.receives(hello);
    expect(await everything()).toEqual(ended);
  });

  it('D2: beside news, the news is stored and counted alone', async () => {
    const ana = desk.guest({ phone: '34600123499', name: 'Ana' });
    const first = ana.says('Hola');
    await desk.receives(first);
    const second = ana.says('¿Tienen parking?', { id: wamid() });
    await desk.receives(first, second, first);
    expect(
      await desk.row(
        `SELECT c.message_seq, c.inbound_seq FROM chat c JOIN guest g ON g.id = c.guest_id WHERE g.phone = '+34600123499'`,
      ),
    ).toEqual({ message_seq: 2, inbound_seq: 2 });
    expect((await states()).slice(-3)).toEqual(['duplicate', 'stored', 'duplicate']);
  });
});
