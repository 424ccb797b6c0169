import type { MessageContent, Provider } from '../channels/index.js';
import type { OpeningHours, OutsideHours } from '../departments/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import type { MenuState, Routed } from './route.types.js';

/** All that routing one message of a chat needs, read in one statement. */
export interface RoutingScene {
  /** of the claim it was read with */
  fence: number;
  messageId: string;
  inboundSeq: number;
  conversationId: string;
  type: string;
  content: MessageContent;
  chatKind: 'person' | 'group';
  guest: {
    id: string;
    language: string | null;
    languageSource: string | null;
    country: string | null;
    optedOut: boolean;
    stayLanguage: string | null;
  } | null;
  hotel: {
    name: string;
    timeZone: string;
    languages: string[];
    frontDeskDepartmentId: string | null;
    autoReply: { enabled?: boolean };
  };
  conversation: {
    type: 'general' | 'service' | 'flow';
    departmentId: string | null;
    assigned: boolean;
    answeredByStaff: boolean;
    urgent: boolean;
    menu: MenuState | null;
  };
  provider: Provider;
  departments: {
    id: string;
    name: string;
    names: Record<string, string>;
    menuOrder: number;
    inMenu: boolean;
    hours: OpeningHours | null;
    outsideHours: OutsideHours;
    autoReply: Record<string, string>;
  }[];
}

const RELEASE = `UPDATE chat SET routing_until = NULL WHERE hotel_id = $1 AND id = $2 AND routing_fence = $3`;

/**
 * Claims the chat (or keeps the claim this worker has, `$4`) and reads the next arrival nobody decided on, in
 * the order they came: one statement, because this runs for every message. Each claim grows the fence.
 * Served by message_arrival.
 */
const NEXT = `
  WITH c AS (
    UPDATE chat SET routing_fence = routing_fence + 1, routing_until = clock_timestamp() + $3 * interval '1 millisecond'
    WHERE hotel_id = $1 AND id = $2 AND routed_seq < inbound_seq
      AND (routing_until IS NULL OR routing_until < clock_timestamp() OR routing_fence = $4)
    RETURNING hotel_id, id, kind, guest_id, channel_id, routed_seq, routing_fence
  )
  SELECT c.routing_fence AS fence, m.id AS "messageId", m.inbound_seq AS "inboundSeq", m.conversation_id AS "conversationId", m.type, m.content,
    c.kind AS "chatKind", n.provider,
    CASE WHEN g.id IS NOT NULL THEN json_build_object(
      'id', g.id, 'language', g.language, 'languageSource', g.language_source, 'country', g.country,
      'optedOut', g.automation_off_at IS NOT NULL,
      'stayLanguage', (SELECT s.language FROM stay s WHERE s.hotel_id = g.hotel_id AND s.guest_id = g.id AND s.cancelled_at IS NULL
                       ORDER BY s.departure DESC LIMIT 1)) END AS guest,
    json_build_object('name', h.name, 'timeZone', h.time_zone, 'languages', h.languages,
      'frontDeskDepartmentId', h.front_desk_department_id, 'autoReply', h.auto_reply) AS hotel,
    json_build_object('type', v.type, 'departmentId', v.department_id, 'assigned', v.assignee_id IS NOT NULL, 'urgent', v.priority = 'urgent', 'menu', v.menu,
      'answeredByStaff', v.reopened_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM message o WHERE o.hotel_id = v.hotel_id AND o.conversation_id = v.id AND o.direction = 'outbound'
          AND o.author_kind = 'user')) AS conversation,
    coalesce((
      SELECT json_agg(json_build_object('id', d.id, 'name', d.name, 'names', d.names, 'menuOrder', d.menu_order, 'inMenu', d.in_menu,
        'hours', d.hours, 'outsideHours', d.outside_hours, 'autoReply', d.auto_reply) ORDER BY d.menu_order, d.name_folded)
      FROM department d WHERE d.hotel_id = c.hotel_id AND d.archived_at IS NULL), '[]') AS departments
  FROM c
  JOIN message m ON m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.inbound_seq > c.routed_seq
  JOIN conversation v ON v.hotel_id = m.hotel_id AND v.id = m.conversation_id
  JOIN channel n ON n.hotel_id = c.hotel_id AND n.id = c.channel_id
  JOIN hotel h ON h.id = c.hotel_id
  LEFT JOIN guest g ON g.hotel_id = c.hotel_id AND g.id = c.guest_id
  ORDER BY m.inbound_seq LIMIT 1`;

/**
 * Moves the chat on and keeps why (rule, version, inputs): the chat's lock for whatever follows in the same
 * transaction. The claim ends with the last arrival. No row: another worker has the claim now.
 */
const DECIDED = `
  WITH routed AS (
    UPDATE chat SET routed_seq = $4, routing_tries = 0, routing_until = CASE WHEN inbound_seq > $4 THEN routing_until END
    WHERE hotel_id = $1 AND id = $2 AND routing_fence = $3 AND routed_seq < $4 RETURNING inbound_seq > $4 AS more
  ), recorded AS (
    INSERT INTO route_decision (hotel_id, id, chat_id, conversation_id, message_id, rule, version, decision, inputs, at)
    SELECT $1, $5, $2, $6, $7, $8, $9, $10, $11, $12 FROM routed WHERE $8::text IS NOT NULL
    ON CONFLICT DO NOTHING
  )
  SELECT more FROM routed`;

const COUNT_TRY = `
  UPDATE chat SET routing_tries = routing_tries + 1 WHERE hotel_id = $1 AND id = $2 AND routing_fence = $3 RETURNING routing_tries AS tries`;

export async function releaseRouting(sql: Sql, hotelId: string, chatId: string, fence: number): Promise<void> {
  await sql.query(RELEASE, [hotelId, chatId, fence]);
}

/** Null: nothing to route, or another worker is at it. `held`: the fence of a claim this worker has already. */
export async function nextScene(
  sql: Sql,
  hotelId: string,
  chatId: string,
  leaseMs: number,
  held: number | null,
): Promise<RoutingScene | null> {
  const [scene] = await sql.query<RoutingScene>(NEXT, [hotelId, chatId, leaseMs, held]);
  return scene ?? null;
}

export interface Decided {
  hotelId: string;
  chatId: string;
  scene: RoutingScene;
  /** null: skipped, it waits in review */
  routed: Routed | null;
  inputs: unknown;
  now: Date;
}

/** Null: the claim is another worker's; else whether more has arrived. */
export async function markDecided(
  sql: Sql,
  { hotelId, chatId, scene, routed, inputs, now }: Decided,
): Promise<{ more: boolean } | null> {
  const [row] = await sql.query<{ more: boolean }>(DECIDED, [
    hotelId,
    chatId,
    scene.fence,
    scene.inboundSeq,
    newId(),
    scene.conversationId,
    scene.messageId,
    routed?.rule ?? null,
    routed?.version ?? null,
    JSON.stringify(routed?.decision ?? null),
    JSON.stringify(inputs),
    now,
  ]);
  return row ?? null;
}

/** Tries are counted on the row, so that queue and sweeper share one count. */
export async function countTry(sql: Sql, hotelId: string, chatId: string, fence: number): Promise<number> {
  const [row] = await sql.query<{ tries: number }>(COUNT_TRY, [hotelId, chatId, fence]);
  return row?.tries ?? 0;
}

/** Chats with arrivals that no job may know of. Served by chat_unrouted. */
export function unroutedChats(sql: Sql): Promise<{ hotelId: string; chatId: string; inboundSeq: number }[]> {
  return sql.query(
    `SELECT hotel_id AS "hotelId", id AS "chatId", inbound_seq AS "inboundSeq" FROM chat
     WHERE routed_seq < inbound_seq AND (routing_until IS NULL OR routing_until < clock_timestamp()) LIMIT 1000`,
    [],
  );
}
