import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { conversationParts } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type ChatOf, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import { inTransaction } from '../database/transaction.js';
import { appendOutgoing } from './append.js';

describe('the card of a guest who waits', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let desk: ReturnType<typeof conversationParts>;
  let ana: ChatOf;
  let bo: ChatOf;
  let anas: string;
  let bos: string;

  beforeAll(async () => {
    db = await testDataSource();
  });
  beforeEach(async () => {
    hotel = await buildHotel(db.dataSource);
    desk = conversationParts(db.dataSource, new StoppedClock(hotel.now));
    ana = await hotel.guest('Ana');
    bo = await hotel.guest('Bo');
    anas = await hotel.conversation(ana, { departmentId: hotel.spa });
    bos = await hotel.conversation(bo, { departmentId: hotel.spa });
    await hotel.says(ana, anas, 'Is the sauna open?');
    await hotel.says(bo, bos, 'A massage at five?');
    hotel.now = new Date(+hotel.now + 5_000);
  });
  afterAll(() => db.close());

  const says = (kind: 'automation' | 'user', text: string): Promise<string> =>
    inTransaction(db.dataSource, (tx) =>
      appendOutgoing(tx, {
        hotelId: hotel.id,
        chatId: ana.chatId,
        conversationId: anas,
        author: { kind, id: kind === 'user' ? hotel.ines.userId : null },
        content: { type: 'text', text },
        clientId: null,
        replyToId: null,
        now: hotel.now,
        expiresAt: null,
      }),
    );
  const cards = async (): Promise<string[]> =>
    (await desk.service.list(hotel.ines, { limit: 50, sort: 'recent' })).items.map(
      ({ lastMessage }) => lastMessage?.preview ?? '',
    );

  it('L1: keeps the guest’s words and its place when automation answers', async () => {
    await says('automation', 'Welcome! Who would you like to talk to?');
    expect(await cards()).toEqual(['A massage at five?', 'Is the sauna open?']);
    expect((await desk.service.get(hotel.ines, anas)).lastMessage).toMatchObject({ direction: 'inbound' });
  });

  it('L1: shows a colleague’s answer, and what automation says after it', async () => {
    await says('automation', 'Welcome!');
    await says('user', 'Until ten.');
    expect(await cards()).toEqual(['Until ten.', 'A massage at five?']);
    await says('automation', 'How did you like it?');
    expect(await cards()).toEqual(['How did you like it?', 'A massage at five?']);
    await hotel.says(ana, anas, 'Lovely');
    await says('automation', 'Thank you!');
    expect(await cards()).toEqual(['Lovely', 'A massage at five?']);
  });

  it('L1: shows what automation says where the guest has not said anything', async () => {
    await db.dataSource.query(`UPDATE conversation SET last_message_id = NULL WHERE id = $1`, [anas]);
    await says('automation', 'Welcome!');
    expect(await cards()).toEqual(['Welcome!', 'A massage at five?']);
  });
});
