import { afterAll, beforeEach, describe, expect, it, afterEach } from 'vitest';

import { newId } from '../common/ids.js';
import { openClient } from '../database/pg-client.js';
import { HOUR, IngestionDesk } from '../../test/support/ingestion.js';
import type { TestGuest } from '../../test/support/meta-news.js';

const opened: IngestionDesk[] = [];
let desk: IngestionDesk;
beforeEach(async () => {
  if (desk) desk.channel = await desk.addHotel();
  else opened.push((desk = await IngestionDesk.open()));
});
afterEach(async () => {
  expect(await desk.count(`review_item WHERE hotel_id = $1`, [desk.channel.hotelId])).toBe(0);
});
afterAll(async () => {
  for (const each of opened) await each.close();
});

interface Known {
  phone: string | null;
  identities: string[];
  chats: number;
  texts: string[];
}

/** Everybody the hotel knows, in the order they came. */
function guests(): Promise<Known[]> {
  return desk.rows<Known>(
    `SELECT g.phone, ARRAY(SELECT i.value FROM guest_identity i WHERE i.guest_id = g.id AND i.retired_at IS NULL ORDER BY i.kind, i.value) AS identities,
            (SELECT count(*) FROM chat c WHERE c.guest_id = g.id) AS chats,
            ARRAY(SELECT m.content ->> 'text' FROM message m JOIN chat c ON c.id = m.chat_id WHERE c.guest_id = g.id ORDER BY m.sent_at, m.seq) AS texts
     FROM guest g WHERE g.hotel_id = $1 ORDER BY g.created_at, g.id`,
    [desk.channel.hotelId],
  );
}

const address = () =>
  desk
    .rows('SELECT address FROM chat WHERE hotel_id = $1', [desk.channel.hotelId])
    .then((rows) => rows.map((row) => row['address']));

async function hear(guest: TestGuest, text: string): Promise<void> {
  await desk.receives(guest.says(text));
}

describe('E6: one number, one guest', () => {
  it.each([
    ['Brazil', '553187654321', '5531987654321', '+5531987654321'],
    ['Mexico', '5215512345678', '525512345678', '+525512345678'],
    ['Argentina', '541144445555', '5491144445555', '+5491144445555'],
  ])(
    'E6: both forms of a mobile in %s are one guest, who is answered as they were last named',
    async (_country, one, other, canonical) => {
      await hear(desk.guest({ phone: one }), 'first');
      await hear(desk.guest({ phone: other }), 'second');
      expect(await guests()).toEqual([
        { phone: canonical, identities: [canonical], chats: 1, texts: ['first', 'second'] },
      ]);
      expect(await address()).toEqual([{ phone: other }]);
    },
  );

  it('E6: both forms in one POST are one guest too', async () => {
    await desk.receives(
      desk.guest({ phone: '553187654321' }).says('first'),
      desk.guest({ phone: '5531987654321' }).says('second'),
    );
    expect(await guests()).toEqual([
      { phone: '+5531987654321', identities: ['+5531987654321'], chats: 1, texts: ['first', 'second'] },
    ]);
    expect(await address()).toEqual([{ phone: '5531987654321' }]);
  });

  it('E6: a landline is nobody’s mobile', async () => {
    await hear(desk.guest({ phone: '553133334444' }), 'landline');
    await hear(desk.guest({ phone: '5531933334444' }), 'mobile');
    expect(await guests()).toHaveLength(2);
  });

  it('E6: a number that is none keeps the provider’s digits, and its guest', async () => {
    const odd = desk.guest({ phone: '999000111222', name: 'Ana' });
    await hear(odd, 'first');
    await hear(odd, 'second');
    expect(await guests()).toEqual([
      { phone: null, identities: ['999000111222'], chats: 1, texts: ['first', 'second'] },
    ]);
    expect(await address()).toEqual([{ phone: '999000111222' }]);
  });

  it('E6: one guest may write to two numbers of the hotel, and is known at both', async () => {
    const first = desk.channel;
    const ana = desk.guest({ phone: '351912345678', userId: 'PT.1', name: 'Ana' });
    await hear(ana, 'to reception');
    desk.channel = await desk.addChannel();
    await hear(ana, 'to the spa');
    expect(await guests()).toEqual([
      {
        phone: '+351912345678',
        identities: ['PT.1', '+351912345678'],
        chats: 2,
        texts: ['to reception', 'to the spa'],
      },
    ]);
    desk.channel = first;
  });

  it('promise 10: the same number is another guest in another hotel, in one batch too', async () => {
    const ana = desk.guest({ phone: '351912345678', userId: 'PT.1', name: 'Ana' });
    const here = desk.channel;
    const there = await desk.addHotel();
    const posts = [here, there].map((channel) => desk.read(desk.bodyFor(channel, ana.says('Olá')), channel));
    await Promise.all(posts.map((post) => desk.service.ingest(post)));
    for (const { hotelId } of [here, there]) {
      expect(
        await desk.row(
          `SELECT (SELECT count(*) FROM guest WHERE hotel_id = $1) AS guests, (SELECT count(*) FROM chat WHERE hotel_id = $1) AS chats,
                  (SELECT count(*) FROM message WHERE hotel_id = $1) AS messages, (SELECT count(*) FROM webhook_attempt WHERE hotel_id = $1) AS receipts`,
          [hotelId],
        ),
      ).toEqual({ guests: 1, chats: 1, messages: 1, receipts: 1 });
    }
  });
});

describe('E6: guests with a username', () => {
  it('E6: need no phone; their country is in their user id', async () => {
    await hear(desk.guest({ userId: 'PT.4471902283650017', name: 'Inês', username: 'ines.viaja' }), 'Boa noite');
    expect(await guests()).toEqual([
      { phone: null, identities: ['PT.4471902283650017'], chats: 1, texts: ['Boa noite'] },
    ]);
    expect(await desk.rows('SELECT country FROM guest WHERE hotel_id = $1', [desk.channel.hotelId])).toEqual([
      { country: 'PT' },
    ]);
    expect(await address()).toEqual([{ userId: 'PT.4471902283650017' }]);
  });

  it.each([
    ['phone after user id', { userId: 'PT.1' }, { userId: 'PT.1', phone: '351912345678' }],
    ['user id after phone', { phone: '351912345678' }, { userId: 'PT.1', phone: '351912345678' }],
    ['both, then one', { userId: 'PT.1', phone: '351912345678' }, { userId: 'PT.1' }],
  ])('E6: %s: the same guest, the same chat, and all that is known of them', async (_order, first, second) => {
    await hear(desk.guest({ ...first, name: 'Inês' }), 'first');
    await hear(desk.guest({ ...second, name: 'Inês' }), 'second');
    expect(await guests()).toEqual([
      { phone: '+351912345678', identities: ['PT.1', '+351912345678'], chats: 1, texts: ['first', 'second'] },
    ]);
    expect(await address()).toEqual([{ userId: 'PT.1', phone: '351912345678' }]);
    expect(
      await desk.rows('SELECT external_id, phone, name FROM attendee WHERE hotel_id = $1', [desk.channel.hotelId]),
    ).toEqual([{ external_id: 'PT.1', phone: '+351912345678', name: 'Inês' }]);
  });

  it('E6: named by the user id and by the phone in one POST, they are still one', async () => {
    await hear(desk.guest({ userId: 'PT.1', phone: '351912345678' }), 'first');
    desk.clock.advance(30 * HOUR);
    const byUser = desk.guest({ userId: 'PT.1' }).says('second');
    const byPhone = desk.guest({ phone: '351912345678' }).hearsFromPhone('third');
    await desk.receives(byUser, byPhone);
    expect(await guests()).toEqual([
      { phone: '+351912345678', identities: ['PT.1', '+351912345678'], chats: 1, texts: ['first', 'second', 'third'] },
    ]);
    expect(
      await desk.rows(`SELECT status FROM conversation WHERE hotel_id = $1 ORDER BY opened_at`, [desk.channel.hotelId]),
    ).toEqual([{ status: 'expired' }, { status: 'active' }]);
  });

  it('E4, E6: made by the phone alone in another process at the same moment, they are still one', async () => {
    const { hotelId } = desk.channel;
    const other = openClient({ url: desk.url });
    await other.connect();
    await other.query('BEGIN');
    const guestId = newId();
    await other.query(
      `INSERT INTO guest (hotel_id, id, phone, created_at, updated_at) VALUES ($1, $2, '+351912345678', now(), now())`,
      [hotelId, guestId],
    );
    await other.query(
      `INSERT INTO guest_identity (hotel_id, id, kind, value, guest_id, created_at) VALUES ($1, $2, 'phone', '+351912345678', $3, now())`,
      [hotelId, newId(), guestId],
    );
    const stored = hear(desk.guest({ userId: 'PT.1', phone: '351912345678' }), 'Olá');
    await desk.untilSomebodyWaits();
    await other.query('COMMIT');
    await other.end();
    await stored;
    expect(await guests()).toEqual([
      { phone: '+351912345678', identities: ['PT.1', '+351912345678'], chats: 1, texts: ['Olá'] },
    ]);
  });
});

describe('E6: a guest who changes their number', () => {
  const changed = {
    phone: '+351919999999',
    identities: ['PT.1', '+351919999999'],
    chats: 1,
    texts: ['from the old one', 'from the new one'],
  };

  it('E6: goes on as the same guest in the same chat', async () => {
    const ines = desk.guest({ phone: '351912345678', userId: 'PT.1', name: 'Inês' });
    await hear(ines, 'from the old one');
    await desk.receives(ines.changes({ phone: '351919999999' }));
    expect(await address()).toEqual([{ userId: 'PT.1', phone: '351919999999' }]);
    await hear(ines, 'from the new one');
    expect(await guests()).toEqual([changed]);
  });

  it('E6: also when all of it comes in one POST, to somebody known or new', async () => {
    const ines = desk.guest({ phone: '351912345678', userId: 'PT.1', name: 'Inês' });
    await desk.receives(
      ines.says('from the old one'),
      ines.changes({ phone: '351919999999' }),
      ines.says('from the new one'),
    );
    expect(await guests()).toEqual([changed]);
  });

  it('E6: told again, nothing changes, not even for who has the old number by then', async () => {
    const ines = desk.guest({ phone: '351912345678' });
    const first = ines.says('from the old one');
    const change = ines.changes({ phone: '351919999999' });
    await desk.receives(first, change);
    const rui = desk.guest({ phone: '351912345678', name: 'Rui' });
    await hear(rui, 'I got a new number');
    const before = await guests();
    expect(before).toHaveLength(2);
    await desk.receives(first, change, first);
    await desk.receives(change);
    expect(await guests()).toEqual(before);
  });

  it('E6: what was said before the change and comes after it is theirs', async () => {
    const ines = desk.guest({ phone: '351912345678' });
    const late = ines.says('from the old one');
    await hear(ines, 'Olá');
    await desk.receives(ines.changes({ phone: '351919999999' }));
    await desk.receives(late);
    expect(await guests()).toMatchObject([
      { identities: ['+351919999999'], chats: 1, texts: ['from the old one', 'Olá'] },
    ]);
  });

  it('E6: a new user id is theirs, the old one is nobody’s', async () => {
    const ines = desk.guest({ phone: '351912345678', userId: 'PT.1' });
    await hear(ines, 'before');
    await desk.receives(ines.changes({ userId: 'PT.2' }));
    await hear(ines, 'after');
    expect(await guests()).toEqual([
      { phone: '+351912345678', identities: ['PT.2', '+351912345678'], chats: 1, texts: ['before', 'after'] },
    ]);
    expect(await desk.rows('SELECT external_id FROM attendee WHERE hotel_id = $1', [desk.channel.hotelId])).toEqual([
      { external_id: 'PT.2' },
    ]);
  });
});
