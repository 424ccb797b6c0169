import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DataSource } from 'typeorm';

import { Clock } from '../common/clock.js';
import type { Config } from '../config/index.js';
import { StartError } from '../database/start-error.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { Channels } from '../channels/index.js';
import { buildHistory } from './history.js';
import { HISTORY_TABLES } from './history.types.js';
import { emailOf, HOTEL, STAFF } from './hotel.js';
import { insertRows } from './rows.js';
import { SCENES } from './scenes/index.js';
import type { DemoSecrets } from './secrets.js';
import { seedChannel } from './seed-channel.js';
import { seedGuests } from './seed-guests.js';
import { seedPeople } from './seed-people.js';
import { PHONE_NUMBER_ID } from './simulator.js';

export interface SeededHotel {
  hotelId: string;
  channelId: string;
  /** made now; false: it was there, with all that happened since */
  fresh: boolean;
}

/** One at a time, and not while somebody sets up the first hotel: the set-up takes the same lock. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtextextended('bellhop first hotel', 0))`;

/** Hotel Aurora with its people, guests and a week of conversations; found again at a second start. All of it or nothing. */
export async function seed(desk: NestFastifyApplication, config: Config, secrets: DemoSecrets): Promise<SeededHotel> {
  const now = desk.get(Clock).now();
  return inTransaction(desk.get(DataSource), async (tx) => {
    await tx.query(LOCK);
    const known = await findHotel(tx);
    if (known) return { ...known, fresh: false };
    const people = await seedPeople(tx, desk, now);
    const channelId = await seedChannel(tx, desk.get(Channels), { ...people, secrets, now });
    const ids = { ...people, channelId };
    const guests = await seedGuests(tx, ids.hotelId, now, HOTEL.timeZone);
    const { expiryHours } = config.conversations;
    const { rows, current } = buildHistory(SCENES, guests, { ids, now, timeZone: HOTEL.timeZone, expiryHours });
    for (const table of HISTORY_TABLES) await insertRows(tx, table, rows[table]);
    await tx.query(
      `UPDATE chat SET current_conversation_id = k."conversationId"
       FROM json_to_recordset($2::json) AS k("chatId" uuid, "conversationId" uuid)
       WHERE hotel_id = $1 AND id = k."chatId"`,
      [ids.hotelId, JSON.stringify([...new Map(current.map((entry) => [entry.chatId, entry])).values()])],
    );
    return { hotelId: ids.hotelId, channelId, fresh: true };
  });
}

/** The demo's hotel by its people and its channel. A database with other hotels only is somebody's own: nothing is put into it. */
async function findHotel(tx: Tx): Promise<{ hotelId: string; channelId: string } | null> {
  const [known] = await tx.query<{ hotelId: string; channelId: string | null }>(
    `SELECT u.hotel_id AS "hotelId",
       (SELECT c.id FROM channel c WHERE c.hotel_id = u.hotel_id AND c.provider = 'meta-cloud' AND c.external_id = $2
        ORDER BY c.archived_at IS NOT NULL, c.id LIMIT 1) AS "channelId"
     FROM app_user u WHERE u.email = ANY($1) LIMIT 1`,
    [STAFF.map(({ key }) => emailOf(key)), PHONE_NUMBER_ID],
  );
  if (known?.channelId) return { hotelId: known.hotelId, channelId: known.channelId };
  const [other] = await tx.query<{ name: string }>(`SELECT name FROM hotel ORDER BY id LIMIT 1`);
  if (!other) return null;
  throw new StartError(
    `This database belongs to ${other.name}: the demo does not mix its invented guests into it. Set DATA_DIR (or DATABASE_URL) to an empty one.`,
  );
}
