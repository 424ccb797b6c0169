import type { DataSource } from 'typeorm';

import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { query } from '../database/transaction.js';
import { byChat } from './routing.order.js';
import type { RoutingScene } from './routing-scenes.repository.js';
import type { Routed } from './route.types.js';

/**
 * Moves the chats on and keeps why (rule, version, inputs): the chats' locks for whatever follows in the same
 * transaction. The claim ends with it: a chat that has more is claimed again. No row: another worker has the claim now.
 */
const DECIDED = `
  WITH k AS MATERIALIZED (
    SELECT k.*
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, chat_id uuid, fence bigint, seq bigint, id uuid, conversation_id uuid,
                                          message_id uuid, rule text, version int, decision jsonb, inputs jsonb)
    CROSS JOIN LATERAL (
      SELECT 1 FROM chat c WHERE c.hotel_id = k.hotel_id AND c.id = k.chat_id LIMIT 1 FOR NO KEY UPDATE
    ) c
  ), routed AS (
    UPDATE chat c SET routed_seq = k.seq, routing_tries = 0, routing_until = NULL
    FROM k WHERE c.hotel_id = k.hotel_id AND c.id = k.chat_id AND c.routing_fence = k.fence AND c.routed_seq < k.seq
    RETURNING c.hotel_id, c.id, c.inbound_seq > k.seq AS more
  ), recorded AS (
    INSERT INTO route_decision (hotel_id, id, chat_id, conversation_id, message_id, rule, version, decision, inputs, at)
    SELECT k.hotel_id, k.id, k.chat_id, k.conversation_id, k.message_id, k.rule, k.version, k.decision, k.inputs, $2
    FROM k JOIN routed r ON r.hotel_id = k.hotel_id AND r.id = k.chat_id WHERE k.rule IS NOT NULL
    ON CONFLICT DO NOTHING
  )
  SELECT id AS "chatId", more FROM routed`;

const COUNT_TRY = `
  UPDATE chat SET routing_tries = routing_tries + 1 WHERE hotel_id = $1 AND id = $2 AND routing_fence = $3 RETURNING routing_tries AS tries`;

export interface Decided {
  scene: RoutingScene;
  /** null: skipped, it waits in review */
  routed: Routed | null;
  inputs: unknown;
}

/** By chat whether more has arrived; a chat that is absent is another worker's. */
export async function markDecided(
  sql: Sql,
  decided: readonly Decided[],
  now: Date,
): Promise<Map<string, { more: boolean }>> {
  if (decided.length === 0) return new Map();
  const rows = decided.map(({ scene, routed, inputs }) => ({
    hotel_id: scene.hotelId,
    chat_id: scene.chatId,
    fence: scene.fence,
    seq: scene.inboundSeq,
    id: newId(),
    conversation_id: scene.conversationId,
    message_id: scene.messageId,
    rule: routed?.rule ?? null,
    version: routed?.version ?? null,
    decision: routed?.decision ?? null,
    inputs,
  }));
  const moved = await sql.query<{ chatId: string; more: boolean }>(DECIDED, [
    JSON.stringify(rows.toSorted(byChat)),
    now,
  ]);
  return new Map(moved.map(({ chatId, more }) => [chatId, { more }]));
}

const RELEASE = `UPDATE chat SET routing_until = NULL WHERE hotel_id = $1 AND id = $2 AND routing_fence = $3`;

export async function releaseRouting(sql: Sql, hotelId: string, chatId: string, fence: number): Promise<void> {
  await sql.query(RELEASE, [hotelId, chatId, fence]);
}

const LEARN = `
  WITH k AS MATERIALIZED (
    SELECT k.hotel_id, k.guest_id, k.language
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, guest_id uuid, language text)
    CROSS JOIN LATERAL (
      SELECT 1 FROM guest g WHERE g.hotel_id = k.hotel_id AND g.id = k.guest_id LIMIT 1 FOR NO KEY UPDATE
    ) g
  )
  UPDATE guest g SET language = k.language, language_source = 'words', updated_at = $2, version = g.version + 1
  FROM k
  WHERE g.hotel_id = k.hotel_id AND g.id = k.guest_id AND (g.language_source IS NULL OR g.language_source IN ('words', 'phone'))`;

/** Languages that guests' words told; what staff set, or a booking says, stays. */
export async function recordLanguages(
  sql: Sql,
  learnt: { hotelId: string; guestId: string; language: string }[],
  now: Date,
): Promise<void> {
  if (learnt.length === 0) return;
  // One statement cannot touch a row twice, and locks are taken in order.
  const guests = new Map(learnt.map((one) => [`${one.hotelId}:${one.guestId}`, one]));
  const rows = [...guests].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const keys = rows.map(([, { hotelId, guestId, language }]) => ({ hotel_id: hotelId, guest_id: guestId, language }));
  await sql.query(LEARN, [JSON.stringify(keys), now]);
}

/** Tries are counted on the row, so that queue and sweeper share one count. */
export async function countTry(sql: Sql, hotelId: string, chatId: string, fence: number): Promise<number> {
  const [row] = await sql.query<{ tries: number }>(COUNT_TRY, [hotelId, chatId, fence]);
  return row?.tries ?? 0;
}

/** Chats with arrivals that no job may know of. Reads all chats: an index on their counters would cost every message. */
export function unroutedChats(db: DataSource): Promise<{ hotelId: string; chatId: string; inboundSeq: number }[]> {
  return query(
    db,
    `SELECT hotel_id AS "hotelId", id AS "chatId", inbound_seq AS "inboundSeq" FROM chat
     WHERE routed_seq < inbound_seq AND (routing_until IS NULL OR routing_until < clock_timestamp()) LIMIT 1000`,
  );
}
