import { randomInt } from 'node:crypto';

import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { newId } from '../src/common/ids.js';
import { recordChange } from '../src/conversations/index.js';
import { inTransaction, type Tx } from '../src/database/transaction.js';
import { Bookmark } from '../web/src/live/bookmark.js';
import { LiveDesk } from './support/live-desk.js';
import type { ChatOf, StaffMember, TestHotel } from './support/hotel.js';

const CUTS = process.env['TEST_LONG'] ? 500 : 50;
const WRITERS = 4;

type Known = Map<string, number>;

/** A page of the dashboard as far as its memory goes: every row it was told of, by id, with its version. */
class Page {
  conversations: Known = new Map();
  messages: Known = new Map();
  readings = 0;
  private readonly removed = new Set<string>();
  private readonly bookmark = new Bookmark();
  private socket: Socket | null = null;
  private cutOff: () => void = () => undefined;

  constructor(
    private readonly desk: LiveDesk,
    private readonly person: StaffMember,
    private readonly readAll: () => Promise<{ conversations: Known; messages: Known }>,
  ) {}

  /** Until the gap is filled, or this connection is cut. */
  async connect(): Promise<void> {
    const token = await this.desk.tokenOf(this.person);
    const socket = io(`${this.desk.address}/staff`, {
      auth: { token },
      reconnection: false,
      forceNew: true,
      transports: ['websocket'],
    });
    this.socket = socket;
    socket.onAny((name: string, event: { position: string | null; data: never }) => {
      if (this.socket !== socket) return; // a page that was cut hears no more
      this.bookmark.heard(event.position);
      this.apply(name, event.data);
    });
    await new Promise<void>((settle) => {
      this.cutOff = settle;
      socket.once('connect_error', () => settle());
      socket.once('connect', () => {
        this.bookmark.opened();
        void this.fill(socket).then(settle, settle);
      });
    });
  }

  get whole(): boolean {
    return this.socket?.connected === true;
  }

  /** As lifts, sleeping tablets and server restarts do it. */
  cut(): void {
    const { socket } = this;
    this.socket = null;
    if (randomInt(2) === 0 || !socket?.io.engine) socket?.disconnect();
    else socket.io.engine.close();
    this.cutOff();
  }

  private async fill(socket: Socket): Promise<void> {
    await pause(randomInt(25)); // a slow line: news comes before the question of what was missed goes out
    const { since } = this.bookmark;
    const told = since === null ? null : await socket.timeout(10_000).emitWithAck('resume', { since });
    if (this.socket !== socket) return;
    if (told?.ok && !told.reset) {
      for (const { name, data } of told.events) this.apply(name, data);
      return this.bookmark.caughtUp(told.position);
    }
    // Only what is told while we read may be newer than what we read.
    this.conversations = new Map();
    this.messages = new Map();
    this.removed.clear();
    const all = await this.readAll();
    if (this.socket !== socket) return;
    this.readings++;
    this.conversations = newest(all.conversations, this.conversations);
    for (const id of this.removed) this.conversations.delete(id);
    this.messages = newest(all.messages, this.messages);
    this.bookmark.caughtUp(told?.position);
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the event carries
  private apply(name: string, data: any): void {
    if (name === 'message.created' || name === 'message.updated') {
      note(this.messages, data.message);
      note(this.conversations, data.conversation);
    } else if (name === 'conversation.created' || name === 'conversation.updated') {
      this.removed.delete(data.id);
      note(this.conversations, data);
    } else if (name === 'conversation.removed') {
      this.conversations.delete(data.id);
      this.removed.add(data.id);
    }
  }
}

function note(known: Known, { id, version }: { id: string; version: number }): void {
  if (version >= (known.get(id) ?? 0)) known.set(id, version);
}

function newest(read: Known, told: Known): Known {
  const both = new Map(read);
  for (const [id, version] of told) note(both, { id, version });
  return both;
}

/** What a page must know, straight from the rows. */
class Truth {
  constructor(
    private readonly hotel: TestHotel,
    private readonly chats: readonly ChatOf[],
  ) {}

  async read(): Promise<{ conversations: Known; messages: Known }> {
    const chatIds = this.chats.map(({ chatId }) => chatId);
    const conversations = await this.hotel.query<{ id: string; version: number }>(
      `SELECT id, version::int AS version FROM conversation WHERE hotel_id = $1 AND chat_id = ANY($2) AND department_id = $3`,
      [this.hotel.id, chatIds, this.hotel.spa],
    );
    const messages = await this.hotel.query<{ id: string; version: number }>(
      `SELECT id, version::int AS version FROM message WHERE hotel_id = $1 AND chat_id = ANY($2)`,
      [this.hotel.id, chatIds.slice(0, WRITERS)],
    );
    return { conversations: asMap(conversations), messages: asMap(messages) };
  }
}

const asMap = (rows: { id: string; version: number }[]): Known => new Map(rows.map(({ id, version }) => [id, version]));
const sorted = (known: Known): string[] => [...known].map(([id, version]) => `${id} ${version}`).toSorted();
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('pages that are cut at random moments under traffic', () => {
  let desk: LiveDesk;
  let hotel: TestHotel;
  /** one for each writer, and one that is handed to and fro */
  const chats: ChatOf[] = [];
  const spa: string[] = [];

  beforeAll(async () => {
    desk = await LiveDesk.open();
    hotel = desk.hotel;
    for (let n = 0; n <= WRITERS; n++) {
      chats.push(await hotel.guest(`Guest ${n}`));
      spa.push(await hotel.conversation(chats[n]!, { departmentId: hotel.spa }));
    }
  }, 60_000);
  afterAll(() => desk.close());

  /** Something happens, and commits a little later than it was written: the next one may commit before it. */
  async function happens(writer: number): Promise<void> {
    const act = randomInt(10);
    const conversationId = spa[act === 9 ? WRITERS : writer]!;
    const at = hotel.now;
    await inTransaction(hotel.dataSource, async (tx) => {
      if (act === 9) await handedOver(tx, conversationId, at);
      else if (act < 5) await said(tx, chats[writer]!.chatId, conversationId, at);
      else if (act < 8) await ticked(tx, conversationId, at);
      else {
        await tx.query(`UPDATE conversation SET version = version + 1 WHERE hotel_id = $1 AND id = $2`, [
          hotel.id,
          conversationId,
        ]);
        await recordChange(tx, { hotelId: hotel.id, kind: 'conversation.updated', conversationId, at });
      }
      if (randomInt(3) === 0) await pause(randomInt(25));
      tx.afterCommit(() => desk.signal());
    });
  }
  async function said(tx: Tx, chatId: string, conversationId: string, at: Date): Promise<void> {
    const messageId = newId();
    await tx.query(
      `WITH counted AS (UPDATE chat SET message_seq = message_seq + 1 WHERE hotel_id = $1 AND id = $2 RETURNING message_seq, channel_id)
       INSERT INTO message (hotel_id, id, chat_id, conversation_id, channel_id, direction, author_kind, type, content, seq, sent_at, created_at)
       SELECT $1, $3, $2, $4, channel_id, 'inbound', 'guest', 'text', '{"type": "text", "text": "Hello"}', message_seq, $5, $5 FROM counted`,
      [hotel.id, chatId, messageId, conversationId, at],
    );
    await recordChange(tx, { hotelId: hotel.id, kind: 'message.created', conversationId, messageId, at });
  }
  async function ticked(tx: Tx, conversationId: string, at: Date): Promise<void> {
    const [message] = await tx.query<{ id: string }>(
      `UPDATE message SET version = version + 1 WHERE hotel_id = $1 AND id =
         (SELECT id FROM message WHERE hotel_id = $1 AND conversation_id = $2 ORDER BY random() LIMIT 1) RETURNING id`,
      [hotel.id, conversationId],
    );
    if (message)
      await recordChange(tx, { hotelId: hotel.id, kind: 'message.updated', conversationId, messageId: message.id, at });
  }
  async function handedOver(tx: Tx, conversationId: string, at: Date): Promise<void> {
    const [moved] = await tx.query<{ former: string }>(
      `WITH was AS (SELECT department_id FROM conversation WHERE hotel_id = $1 AND id = $2 FOR UPDATE)
       UPDATE conversation SET version = version + 1, department_id = CASE WHEN was.department_id = $3 THEN $4::uuid ELSE $3::uuid END
       FROM was WHERE hotel_id = $1 AND id = $2 RETURNING was.department_id AS former`,
      [hotel.id, conversationId, hotel.spa, hotel.housekeeping],
    );
    await recordChange(tx, {
      hotelId: hotel.id,
      kind: 'conversation.moved',
      conversationId,
      subjectId: moved?.former ?? null,
      at,
    });
  }

  it(
    `E15: after each of ${CUTS} cuts what a page knows equals the rows`,
    async () => {
      const truth = new Truth(hotel, chats);
      const page = new Page(desk, hotel.ines, () => truth.read());
      let writing = false;
      const writers = async (): Promise<unknown> =>
        Promise.all(
          Array.from({ length: WRITERS }, async (_, writer) => {
            while (writing) {
              await happens(writer);
              await pause(randomInt(8));
            }
          }),
        );
      await page.connect();
      for (let cut = 1; cut <= CUTS; cut++) {
        writing = true;
        const traffic = writers();
        await pause(randomInt(25));
        page.cut();
        // Sometimes it is cut again while it comes back: in the handshake, or before the gap is filled.
        for (let again = randomInt(3); again > 0; again--) {
          const coming = page.connect();
          await pause(5 + randomInt(40));
          page.cut();
          await coming;
        }
        await pause(randomInt(25));
        await page.connect();
        await pause(randomInt(30));
        writing = false;
        await traffic;
        await expect
          .poll(
            async () => {
              const { conversations, messages } = await truth.read();
              const missing = sorted(messages).filter((row) => !sorted(page.messages).includes(row));
              return { missing, conversations: sorted(page.conversations).join() === sorted(conversations).join() };
            },
            { timeout: 10_000, interval: 10, message: `after cut ${cut}` },
          )
          .toEqual({ missing: [], conversations: true });
        expect(page.whole).toBe(true);
      }
      expect(page.messages.size).toBeGreaterThan(CUTS);
      expect(page.readings).toBeLessThan(3); // it resumed; reading all anew would prove nothing
    },
    60_000 + CUTS * 1_000,
  );
});
