import { firstAddress } from '../attendees/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { InvalidInputError } from '../common/validation.pipe.js';

export interface GuestChat {
  chatId: string;
  lastInboundAt: Date | null;
}

/** The one the guest wrote in last; where two guests were joined there may be several on one channel. */
const CHAT = `
  SELECT id AS "chatId", last_inbound_at AS "lastInboundAt" FROM chat
  WHERE hotel_id = $1 AND channel_id = $2 AND guest_id = $3 AND kind = 'person'
  ORDER BY last_inbound_at DESC NULLS LAST, external_id = $3::text DESC, id LIMIT 1`;

/** Keyed by the guest, as the chats of a provider without chat ids are (docs/decisions/0002). */
const ADD_CHAT = `
  INSERT INTO chat (hotel_id, id, channel_id, external_id, kind, guest_id, address, created_at)
  VALUES ($1, $2, $3, $4::text, 'person', $4::uuid, $5, $6) ON CONFLICT DO NOTHING`;

const ADD_ATTENDEE = `
  INSERT INTO attendee (hotel_id, id, channel_id, external_id, phone, guest_id, created_at, updated_at)
  SELECT $1, $2, $3, $4, $5, $6, $7, $7
  WHERE NOT EXISTS (SELECT 1 FROM attendee x WHERE x.hotel_id = $1 AND x.channel_id = $3 AND x.guest_id = $6)
  ON CONFLICT DO NOTHING`;

/** The guest's chat on a channel; where they never wrote there, a new one with the address their provider knows. */
export async function chatWith(
  sql: Sql,
  place: { hotelId: string; channelId: string; guestId: string },
  now: Date,
): Promise<GuestChat> {
  const { hotelId, channelId, guestId } = place;
  const key = [hotelId, channelId, guestId];
  const [known] = await sql.query<GuestChat>(CHAT, key);
  if (known) return known;
  const address = await firstAddress(sql, hotelId, guestId);
  if (address === null) {
    const message = 'guestId is a guest without a phone number: they must write first';
    throw new InvalidInputError([{ field: 'guestId', code: 'no_address', message }]);
  }
  await sql.query(ADD_CHAT, [hotelId, newId(), channelId, guestId, JSON.stringify(address), now]);
  await sql.query(ADD_ATTENDEE, [
    hotelId,
    newId(),
    channelId,
    address.userId ?? address.phone,
    address.phone ? `+${address.phone}` : null,
    guestId,
    now,
  ]);
  const [made] = await sql.query<GuestChat>(CHAT, key);
  if (!made) throw new Error('a chat that was just made is not there');
  return made;
}

/** Who is in a conversation that began without a word of theirs. */
export async function addAttendees(sql: Sql, hotelId: string, conversationId: string): Promise<void> {
  await sql.query(
    `INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id)
     SELECT v.hotel_id, v.id, a.id FROM conversation v
     JOIN chat c ON c.hotel_id = v.hotel_id AND c.id = v.chat_id
     JOIN attendee a ON a.hotel_id = c.hotel_id AND a.channel_id = c.channel_id AND a.guest_id = c.guest_id
     WHERE v.hotel_id = $1 AND v.id = $2 ON CONFLICT DO NOTHING`,
    [hotelId, conversationId],
  );
}
