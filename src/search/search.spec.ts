import { afterAll, beforeAll, expect, it } from 'vitest';

import { conversationParts } from '../../test/support/conversations.js';
import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type ChatOf, type StaffMember, type TestHotel } from '../../test/support/hotel.js';
import { StoppedClock } from '../../test/support/stopped-clock.js';
import { Audit } from '../audit/index.js';
import { fold } from '../common/text.js';
import { Guests, GuestsRepository } from '../guests/index.js';
import { MessageViews, TimelineService } from '../messages/index.js';
import { MessageSearchRepository } from './message-search.repository.js';
import { SearchDto } from './search.dto.js';
import { SearchService } from './search.service.js';
import type { SearchView } from './search.view.js';

let db: TestDataSource;
let hotel: TestHotel;
let service: SearchService;
let ana: ChatOf;
let general: string;

beforeAll(async () => {
  db = await testDataSource();
  hotel = await buildHotel(db.dataSource);
  const clock = new StoppedClock(hotel.now);
  const parts = conversationParts(db.dataSource, clock);
  const repository = new GuestsRepository(db.dataSource);
  const none = {} as TimelineService;
  const guests = new Guests(db.dataSource, repository, parts.readers, none, new Audit(clock), parts.signal, clock);
  const messages = new MessageSearchRepository(db.dataSource);
  service = new SearchService(
    parts.readers,
    guests,
    parts.service,
    parts.views,
    messages,
    new MessageViews(db.dataSource),
  );
  ana = await hotel.guest('Zoé Müller', '+351912345678');
  general = await hotel.conversation(ana);
});
afterAll(() => db.close());

async function says(chat: ChatOf, conversationId: string, text: string): Promise<string> {
  const id = await hotel.says(chat, conversationId, text);
  await hotel.query(`UPDATE message SET text_folded = $2 WHERE id = $1`, [id, fold(text)]);
  return id;
}
const search = (q: string, given: Partial<SearchDto> = {}, who: StaffMember = hotel.maria): Promise<SearchView> =>
  service.search({ ...who, sessionId: '' }, Object.assign(new SearchDto(), { q, ...given }));
const texts = ({ messages }: SearchView): string[] =>
  (messages?.items ?? []).map(({ message: { content } }) => (content.type === 'text' ? content.text : ''));

it('E6: finds people, their conversations and what was said, whatever the accents and the order of words', async () => {
  await says(ana, general, 'Gibt es ein Kinderbett für Zimmer 412?');
  for (const q of ['muller', 'ZOÉ', 'mull zo', '912 345 678', '00351912345678']) {
    const found = await search(q);
    expect([q, found.guests?.items.map(({ name }) => name)]).toEqual([q, ['Zoé Müller']]);
    expect([q, found.conversations?.items.map(({ id }) => id)]).toEqual([q, [general]]);
  }
  for (const q of ['kinderbett', 'FUR kinder', 'zimmer gibt', 'fü'])
    expect([q, texts(await search(q))]).toEqual([q, ['Gibt es ein Kinderbett für Zimmer 412?']]);
  for (const q of ['kinderbetten', '%', '_', "'; --", 'bett%zimmer'])
    expect([q, texts(await search(q))]).toEqual([q, []]);
  const [hit] = (await search('kinderbett')).messages?.items ?? [];
  expect(hit?.conversation).toMatchObject({ id: general, name: 'Zoé Müller', unreadCount: 1 });
});

it('finds the one of years among the many of today, and tells nothing that was taken back', async () => {
  const old = await says(ana, general, 'Do you have a saxophone?');
  await hotel.query(
    `INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, type, content, text_folded, seq, sent_at, created_at)
     SELECT hotel_id, ('01ffffff-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, chat_id, conversation_id, channel_id, 'inbound', 'guest', 'text',
            json_build_object('type', 'text', 'text', 'towels ' || n), 'towels ' || n, seq + n, sent_at + n * interval '1 second', created_at
     FROM message, generate_series(1, 1500) n WHERE id = $1`,
    [old],
  );
  expect(texts(await search('saxo'))).toEqual(['Do you have a saxophone?']);
  expect(texts(await search('towels 1500'))).toEqual(['towels 1500']);
  await hotel.query(`UPDATE message SET deleted_at = now() WHERE id = $1`, [old]);
  expect(texts(await search('saxo'))).toEqual([]);
});

it('E17: goes on page by page where the newest end and the index takes over, each message once', async () => {
  const seen: string[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page: SearchView = await search('towels', { in: 'messages', limit: 100, ...(cursor ? { cursor } : {}) });
    expect([page.guests, page.conversations]).toEqual([null, null]);
    seen.push(...texts(page));
    cursor = page.messages?.nextCursor ?? null;
  }
  expect(seen).toEqual(Array.from({ length: 1500 }, (_, n) => `towels ${1500 - n}`));
  await expect(search('towels', { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_input' });
  await expect(search('towels', { in: 'messages', cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor' });
});

it('E8: takes the same queries for one thing found and for a hundred', async () => {
  const queries = async (q: string, limit: number): Promise<number> => {
    db.statements.splice(0);
    expect((await search(q, { limit })).messages?.items).toHaveLength(limit);
    return db.statements.length;
  };
  expect(await queries('towels', 1)).toBe(await queries('towels', 100));
});
