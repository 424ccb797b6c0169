import type { DataSource } from 'typeorm';

import { canonicalPhone } from '../attendees/index.js';
import type { MessageContent } from '../channels/index.js';
import { statusName } from '../common/delivery-status.js';
import { query } from '../database/transaction.js';
import type { MetaCloudSimulator, SimMessage, SimStatus } from '../simulators/index.js';
import { simulated } from './phone-content.js';

interface StoredMessage {
  waId: string;
  providerId: string;
  direction: 'inbound' | 'outbound';
  content: MessageContent;
  status: number | null;
  sentAt: Date;
  replyTo: string | null;
  ref: string | null;
  reaction: string | null;
  lastWroteAt: Date | null;
  /** a colleague wrote after it: whoever answers has read */
  answered: boolean;
}

const PER_PHONE = 300;

/**
 * What reached a phone or left it, in the order it was stored: WhatsApp tells whole seconds only. Sends that
 * failed, or whose fate nobody knows, are not on it.
 */
const STORED = `
  SELECT "waId", "providerId", direction, content, status, "sentAt", "replyTo", ref, reaction, "lastWroteAt", answered FROM (
    SELECT k.wa_id AS "waId", m.provider_id AS "providerId", m.direction, m.content, m.status, m.sent_at AS "sentAt", m.seq,
           coalesce(m.reply_to_provider_id, q.provider_id) AS "replyTo", a.id AS ref, r.emoji AS reaction,
           c.last_inbound_at AS "lastWroteAt",
           bool_or(m.author_kind = 'user') OVER (PARTITION BY m.chat_id ORDER BY m.seq DESC) AS answered,
           row_number() OVER (PARTITION BY k.wa_id ORDER BY m.seq DESC) AS place
    FROM json_to_recordset($3::json) AS k(wa_id text, phone text)
    JOIN guest_identity i ON i.hotel_id = $1 AND i.kind = 'phone' AND i.value = k.phone AND i.retired_at IS NULL
    JOIN chat c ON c.hotel_id = i.hotel_id AND c.guest_id = i.guest_id AND c.channel_id = $2 AND c.kind = 'person'
    JOIN message m ON m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.provider_id IS NOT NULL AND m.deleted_at IS NULL
    LEFT JOIN message q ON q.hotel_id = m.hotel_id AND q.id = m.reply_to_id
    LEFT JOIN LATERAL (
      SELECT a.id FROM send_attempt a WHERE a.hotel_id = m.hotel_id AND a.message_id = m.id ORDER BY a.number DESC LIMIT 1) a ON true
    LEFT JOIN LATERAL (
      SELECT r.emoji FROM reaction r WHERE r.hotel_id = m.hotel_id AND r.channel_id = m.channel_id AND r.target_provider_id = m.provider_id
      ORDER BY r.at DESC LIMIT 1) r ON true
    WHERE m.direction = 'inbound' OR m.status IN (30, 50, 60, 70)
  ) phone WHERE place <= ${PER_PHONE} ORDER BY "waId", seq`;

/** Puts back onto the phones what the desk knows of their past: a simulator forgets when it stops, a phone does not. */
export async function restorePhones(
  db: DataSource,
  simulator: MetaCloudSimulator,
  { hotelId, channelId }: { hotelId: string; channelId: string },
): Promise<void> {
  const phones = simulator.guests.map(({ waId }) => ({ wa_id: waId, phone: canonicalPhone(waId) ?? waId }));
  const rows = await query<StoredMessage>(db, STORED, [hotelId, channelId, JSON.stringify(phones)]);
  const guests = new Map(simulator.guests.map((guest) => [guest.waId, guest]));
  for (const row of rows) {
    const guest = guests.get(row.waId);
    guest?.thread.push(messageOf(row));
    if (guest) guest.lastWroteAt = row.lastWroteAt;
  }
}

function messageOf(row: StoredMessage): SimMessage {
  return {
    ...simulated(row.content),
    side: row.direction === 'inbound' ? 'guest' : 'hotel',
    id: row.providerId,
    at: row.sentAt,
    replyTo: row.replyTo,
    ref: row.ref,
    graphVersion: null,
    status: row.direction === 'inbound' ? (row.answered ? 'read' : 'sent') : (statusName(row.status) as SimStatus),
    reaction: row.reaction,
  };
}
