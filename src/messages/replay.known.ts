import { statusRank } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';
import type { Arrival } from './ingestion.plan.js';
import { repairText } from './stored-text.js';

interface Key {
  n: number;
  hotel_id: string;
  channel_id: string;
  kind: 'message' | 'status' | 'reaction' | 'revision';
  provider_id: string;
  target?: string;
  status?: number;
  /** of a status its recipient, of a reaction who reacted */
  who?: string;
  at?: Date;
}

/**
 * Looked up by the keys that decide what is told twice. A message's earlier sends keep their ids in their attempts. What a
 * message does not show (its process ended before it looked again) is missing too.
 */
const KNOWN = `
  SELECT k.n FROM json_to_recordset($1::json)
    AS k(n int, hotel_id uuid, channel_id uuid, kind text, provider_id text, target text, status smallint, who text, at timestamptz)
  WHERE CASE k.kind
    WHEN 'message' THEN EXISTS (
        SELECT 1 FROM message m WHERE m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id)
      OR EXISTS (
        SELECT 1 FROM send_attempt a WHERE a.hotel_id = k.hotel_id AND a.channel_id = k.channel_id AND a.provider_id = k.provider_id)
    WHEN 'status' THEN EXISTS (
        SELECT 1 FROM message_status s WHERE s.hotel_id = k.hotel_id AND s.channel_id = k.channel_id AND s.provider_id = k.provider_id
          AND s.status = k.status AND s.recipient = k.who AND s.at = k.at)
      AND NOT EXISTS (
        SELECT 1 FROM message m WHERE m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id
          AND m.status < k.status)
    WHEN 'revision' THEN EXISTS (
        SELECT 1 FROM message_revision r WHERE r.hotel_id = k.hotel_id AND r.channel_id = k.channel_id
          AND r.target_provider_id = k.target AND r.provider_id = k.provider_id
          AND NOT EXISTS (
            SELECT 1 FROM message m WHERE m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.target
              AND CASE r.kind WHEN 'edit' THEN m.edited_at IS NULL OR m.edited_at < r.at
                              WHEN 'revoke' THEN m.deleted_at IS NULL OR m.deleted_at > r.at END))
    WHEN 'reaction' THEN EXISTS (
        SELECT 1 FROM reaction r WHERE r.hotel_id = k.hotel_id AND r.channel_id = k.channel_id AND r.target_provider_id = k.target
          AND r.author_kind = k.who AND (r.at > k.at OR r.at = k.at AND r.provider_id COLLATE "C" >= k.provider_id COLLATE "C"))
  END`;

/** What of these is not in the record, or may not be: whatever has no key of its own is told again, which changes nothing twice. */
export async function lackingOf(sql: Sql, arrivals: Arrival[]): Promise<Arrival[]> {
  const keys = arrivals.flatMap((arrival, n) => keyOf(arrival, n) ?? []);
  if (keys.length === 0) return arrivals;
  const known = new Set((await sql.query<{ n: number }>(KNOWN, [JSON.stringify(keys)])).map(({ n }) => n));
  return arrivals.filter((_, n) => !known.has(n));
}

function keyOf({ channel, parsed }: Arrival, n: number): Key | null {
  const { value: event } = repairText(parsed.event);
  const place = { n, hotel_id: channel.hotelId, channel_id: channel.id };
  switch (event.type) {
    case 'message_received':
    case 'message_echoed':
      return { ...place, kind: 'message', provider_id: event.providerId };
    case 'message_status': {
      const { providerId, recipient, at } = event;
      return {
        ...place,
        kind: 'status',
        provider_id: providerId,
        status: statusRank(event.status),
        who: recipient,
        at,
      };
    }
    case 'message_edited':
    case 'message_revoked':
      return { ...place, kind: 'revision', provider_id: event.providerId, target: event.targetProviderId };
    case 'reaction_changed': {
      if (event.chat.kind === 'group') return null; // who reacted is known to ingestion alone
      const who = event.by === null ? 'user' : 'guest';
      return {
        ...place,
        kind: 'reaction',
        provider_id: event.providerId,
        target: event.targetProviderId,
        who,
        at: event.at,
      };
    }
    case 'media_announced':
    case 'identity_changed':
    case 'contact_named':
    case 'preference_changed':
    case 'channel_notice':
    case 'noted':
    case 'unparsed':
      return null;
  }
}
