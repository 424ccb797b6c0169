import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { IngestionDesk } from '../../test/support/ingestion.js';

/** What there must be one of, and the messages' sequences. */
const OF_GUEST = `
  SELECT (SELECT count(*) FROM guest_identity i WHERE i.guest_id = g.id) AS identities,
         (SELECT count(*) FROM chat c WHERE c.guest_id = g.id) AS chats,
         (SELECT count(*) FROM attendee a WHERE a.guest_id = g.id) AS attendees,
         (SELECT count(*) FROM conversation v JOIN chat c ON c.id = v.chat_id WHERE c.guest_id = g.id) AS conversations,
         (SELECT array_agg(m.seq::int ORDER BY m.seq) FROM message m WHERE m.author_id = g.id) AS seqs,
         (SELECT array_agg(m.inbound_seq::int ORDER BY m.seq) FROM message m WHERE m.author_id = g.id) AS arrivals,
         (SELECT array_agg(DISTINCT m.conversation_id = c.current_conversation_id) FROM message m JOIN chat c ON c.id = m.chat_id WHERE m.author_id = g.id) AS current
  FROM guest g WHERE g.hotel_id = $1`;

const sequences = Array.from({ length: 50 }, (_, n) => n + 1);
const once = {
  identities: 2,
  chats: 1,
  attendees: 1,
  conversations: 1,
  seqs: sequences,
  arrivals: sequences,
  current: [true],
};

describe('E4: fifty first messages of one guest at once', () => {
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  afterAll(() => desk.close());

  const fifty = () => {
    const ines = desk.guest({ phone: '351912345678', userId: 'PT.447190', name: 'Inês' });
    return sequences.map((n) => desk.read(desk.body(ines.says(`Mensagem ${n}`))));
  };

  it('E4: in fifty requests make one guest, one chat, one conversation', async () => {
    await Promise.all(fifty().map((arrivals) => desk.service.ingest(arrivals)));
    expect(await desk.rows(OF_GUEST, [desk.channel.hotelId])).toEqual([once]);
  });

  it('E4: through four processes at once too', async () => {
    for (let round = 0; round < 5; round++) {
      desk.channel = await desk.addHotel();
      const processes = Array.from({ length: 4 }, () => desk.anotherService());
      await Promise.all(fifty().map((arrivals, n) => processes[n % 4]!.ingest(arrivals)));
      expect(await desk.rows(OF_GUEST, [desk.channel.hotelId])).toEqual([once]);
    }
  });

  it('E4: ten new guests through four processes, each told to every one of them', async () => {
    desk.channel = await desk.addHotel();
    const processes = Array.from({ length: 4 }, () => desk.anotherService());
    const guests = Array.from({ length: 10 }, (_, n) =>
      desk.guest({ phone: `35192000000${n}`, userId: `PT.77${n}`, name: `Guest ${n}` }),
    );
    const posts = guests.map((guest) => desk.read(desk.body(guest.says('Olá'))));
    // Each in another order, so that they meet in the middle.
    await Promise.all(
      processes.flatMap((process, n) => posts.map((_, at) => process.ingest(posts[n % 2 === 0 ? at : 9 - at]!))),
    );
    expect(await desk.rows(OF_GUEST, [desk.channel.hotelId])).toEqual(
      guests.map(() => ({ ...once, seqs: [1], arrivals: [1] })),
    );
  });

  it('E4, promise 4: the database refuses a second active conversation of a kind', async () => {
    const chat = await desk.row(`SELECT hotel_id, id FROM chat WHERE hotel_id = $1 LIMIT 1`, [desk.channel.hotelId]);
    const insert = (type: string, department: string | null) =>
      desk.rows(
        `INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, last_message_at, expires_at, opened_at, updated_at)
         VALUES ($1, gen_random_uuid(), $2, $3, 'active', $4, now(), now(), now(), now())`,
        [chat['hotel_id'], chat['id'], type, department],
      );
    const reception = await desk.addDepartment('Reception');
    const spa = await desk.addDepartment('Spa');
    await expect(insert('general', null)).rejects.toThrow('conversation_one_active');
    await insert('service', reception);
    await expect(insert('service', reception)).rejects.toThrow('conversation_one_active');
    await insert('service', spa);
  });
});
