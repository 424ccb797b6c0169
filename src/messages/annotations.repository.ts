import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import type { ProviderMessageKey } from './delivery.repository.js';

/** What is said about a message after it was sent: reactions, edits, revokes. Any of it may come before the message. */

export interface ToldReaction {
  hotelId: string;
  channelId: string;
  targetProviderId: string;
  providerId: string;
  authorKey: string;
  authorKind: 'guest' | 'user';
  authorId: string | null;
  emoji: string | null;
  at: Date;
}

export interface ToldRevision {
  hotelId: string;
  channelId: string;
  targetProviderId: string;
  providerId: string;
  kind: 'edit' | 'revoke' | 'media';
  content: unknown;
  textFolded: string;
  by: string;
  at: Date;
}

/** One row per author and message; the latest by provider time holds, whatever order they come in. */
const SET_REACTIONS = `
  WITH told AS (
    INSERT INTO reaction AS r (hotel_id, id, channel_id, target_provider_id, author_key, author_kind, author_id, emoji, provider_id, at)
    SELECT hotel_id, id, channel_id, target_provider_id, author_key, author_kind, author_id, emoji, provider_id, at
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, channel_id uuid, target_provider_id text, author_key text,
                                          author_kind text, author_id uuid, emoji text, provider_id text, at timestamptz)
    ORDER BY hotel_id, channel_id, target_provider_id, author_key
    ON CONFLICT (hotel_id, channel_id, target_provider_id, author_key) DO UPDATE
      SET emoji = excluded.emoji, at = excluded.at, provider_id = excluded.provider_id,
          send_ref = NULL, send_status = NULL, phone_emoji = NULL, failure = NULL
      WHERE r.at < excluded.at OR (r.at = excluded.at AND r.provider_id COLLATE "C" < excluded.provider_id COLLATE "C")
    RETURNING r.hotel_id, r.channel_id, r.target_provider_id
  ), shown AS (
    UPDATE message m SET version = m.version + 1
    FROM (SELECT DISTINCT * FROM told) t
    WHERE m.hotel_id = t.hotel_id AND m.channel_id = t.channel_id AND m.provider_id = t.target_provider_id
    RETURNING m.hotel_id, m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT hotel_id, 'message.updated', conversation_id, id, $2 FROM shown`;

const ADD_REVISIONS = `
  INSERT INTO message_revision (hotel_id, id, channel_id, target_provider_id, provider_id, kind, content, text_folded, by_kind, at)
  SELECT hotel_id, id, channel_id, target_provider_id, provider_id, kind, content, text_folded, by_kind, at
  FROM json_to_recordset($1::json) AS k(hotel_id uuid, id uuid, channel_id uuid, target_provider_id text, provider_id text,
                                        kind text, content jsonb, text_folded text, by_kind text, at timestamptz)
  ORDER BY hotel_id, channel_id, target_provider_id, provider_id
  ON CONFLICT DO NOTHING
  RETURNING content ->> 'mediaId' AS media_id`;

/** Behind this lock the revisions are read: of two that come at once the later one sees the earlier one's. */
const LOCK_TARGETS = `
  SELECT 1 FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text)
  JOIN message m ON m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id
  ORDER BY m.hotel_id, m.id FOR NO KEY UPDATE OF m`;

/** The newest edit is what the message says, the first revoke is when it was taken back; what it said first is kept (E18). */
const APPLY_REVISIONS = `
  WITH target AS MATERIALIZED (
    SELECT m.hotel_id, m.id, m.channel_id, m.provider_id, m.direction, m.content, m.text_folded, m.sent_at,
           e.content AS new_content, e.text_folded AS new_text, e.kind AS new_kind, e.at AS edited_at, r.at AS deleted_at
    FROM (SELECT DISTINCT * FROM json_to_recordset($1::json) AS k(hotel_id uuid, channel_id uuid, provider_id text)) k
    JOIN message m ON m.hotel_id = k.hotel_id AND m.channel_id = k.channel_id AND m.provider_id = k.provider_id
    LEFT JOIN LATERAL (
      SELECT v.content, v.text_folded, v.kind, v.at FROM message_revision v
      WHERE v.hotel_id = m.hotel_id AND v.channel_id = m.channel_id AND v.target_provider_id = m.provider_id AND v.kind IN ('edit', 'media')
      ORDER BY v.kind = 'edit' DESC, v.at DESC, v.provider_id DESC LIMIT 1
    ) e ON true
    LEFT JOIN LATERAL (
      SELECT min(v.at) AS at FROM message_revision v
      WHERE v.hotel_id = m.hotel_id AND v.channel_id = m.channel_id AND v.target_provider_id = m.provider_id AND v.kind = 'revoke'
    ) r ON true
  ), kept AS (
    INSERT INTO message_revision (hotel_id, id, channel_id, target_provider_id, provider_id, kind, content, text_folded, by_kind, at)
    SELECT hotel_id, gen_random_uuid(), channel_id, provider_id, provider_id, 'original', content, text_folded,
           CASE direction WHEN 'inbound' THEN 'guest' ELSE 'hotel' END, sent_at
    FROM target WHERE new_content IS NOT NULL OR deleted_at IS NOT NULL
    ON CONFLICT DO NOTHING
  ), shown AS (
    UPDATE message m SET content = coalesce(t.new_content, m.content), text_folded = coalesce(t.new_text, m.text_folded),
           type = coalesce(t.new_content ->> 'type', m.type),
           edited_at = CASE WHEN t.new_kind = 'edit' THEN t.edited_at ELSE m.edited_at END, deleted_at = t.deleted_at,
           version = m.version + 1
    FROM target t
    WHERE m.hotel_id = t.hotel_id AND m.id = t.id
      AND (m.content IS DISTINCT FROM coalesce(t.new_content, m.content) OR m.deleted_at IS DISTINCT FROM t.deleted_at
           OR (t.new_kind = 'edit' AND m.edited_at IS DISTINCT FROM t.edited_at))
    RETURNING m.hotel_id, m.conversation_id, m.id
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT hotel_id, 'message.updated', conversation_id, id, $2 FROM shown`;

export async function recordReactions(sql: Sql, told: ToldReaction[], now: Date): Promise<void> {
  if (told.length === 0) return;
  // One statement cannot touch a row twice: the latest of each author and message goes in.
  const latest = new Map<string, ToldReaction>();
  for (const reaction of told) {
    const key = `${reaction.hotelId}:${reaction.channelId}:${reaction.targetProviderId}:${reaction.authorKey}`;
    const before = latest.get(key);
    const later =
      !before || +reaction.at > +before.at || (+reaction.at === +before.at && reaction.providerId > before.providerId);
    if (later) latest.set(key, reaction);
  }
  const rows = [...latest.values()].map((reaction) => ({
    hotel_id: reaction.hotelId,
    id: newId(),
    channel_id: reaction.channelId,
    target_provider_id: reaction.targetProviderId,
    author_key: reaction.authorKey,
    author_kind: reaction.authorKind,
    author_id: reaction.authorId,
    emoji: reaction.emoji,
    provider_id: reaction.providerId,
    at: reaction.at,
  }));
  await sql.query(SET_REACTIONS, [JSON.stringify(rows), now]);
}

/** Answers with the media ids of those that were not told before. */
export async function recordRevisions(sql: Sql, told: ToldRevision[]): Promise<Set<string>> {
  if (told.length === 0) return new Set();
  const rows = told.map((revision) => ({
    hotel_id: revision.hotelId,
    id: newId(),
    channel_id: revision.channelId,
    target_provider_id: revision.targetProviderId,
    provider_id: revision.providerId,
    kind: revision.kind,
    content: revision.content,
    text_folded: revision.textFolded,
    by_kind: revision.by,
    at: revision.at,
  }));
  const fresh = await sql.query<{ media_id: string | null }>(ADD_REVISIONS, [JSON.stringify(rows)]);
  return new Set(fresh.flatMap((row) => row.media_id ?? []));
}

/** Brings these messages to what their revisions say; those that are not there yet are brought when they come. */
export async function applyRevisions(sql: Sql, targets: ProviderMessageKey[], now: Date): Promise<void> {
  if (targets.length === 0) return;
  const keys = targets.map((key) => ({
    hotel_id: key.hotelId,
    channel_id: key.channelId,
    provider_id: key.providerId,
  }));
  await sql.query(LOCK_TARGETS, [JSON.stringify(keys)]);
  await sql.query(APPLY_REVISIONS, [JSON.stringify(keys), now]);
}
