import type { MessageContent, Provider } from '../channels/index.js';
import type { Sql } from '../common/sql.js';
import type { OpeningHours, OutsideHours } from '../departments/index.js';
import { byChat } from './routing.order.js';
import type { RouteInput } from './route.types.js';

/** Of the hotel, what routing needs. */
export interface House {
  hotel: {
    name: string;
    timeZone: string;
    languages: string[];
    frontDeskDepartmentId: string | null;
    autoReply: { enabled?: boolean };
  };
  departments: {
    id: string;
    name: string;
    names: Record<string, string>;
    keywords: string[];
    menuOrder: number;
    inMenu: boolean;
    hours: OpeningHours | null;
    outsideHours: OutsideHours;
    autoReply: Record<string, string>;
  }[];
}

/** All that routing one message of a chat needs. */
export interface RoutingScene extends House {
  hotelId: string;
  chatId: string;
  /** of the claim it was read with */
  fence: number;
  messageId: string;
  inboundSeq: number;
  storedAt: Date;
  conversationId: string;
  type: string;
  content: MessageContent;
  chatKind: 'person' | 'group';
  /** came in through a replay; or through a retry, and is a day old or not its chat's newest: no news */
  lateReplay: boolean;
  /** this number wrote more than the limit within the window */
  flooding: boolean;
  /** and staff were told within the window */
  floodTold: boolean;
  guest: {
    id: string;
    language: string | null;
    languageSource: string | null;
    country: string | null;
    optedOut: boolean;
    stayLanguage: string | null;
  } | null;
  conversation: RouteInput['conversation'];
  provider: Provider;
}

/**
 * Claims these chats and reads of each the next arrival nobody decided on, in the order they came: one statement
 * for any number of chats, because every message passes here. Each claim grows the fence. Chats are locked in order (they come sorted), or two batches deadlock.
 */
const NEXT = `
  WITH k AS MATERIALIZED (
    SELECT k.hotel_id, k.chat_id
    FROM json_to_recordset($1::json) AS k(hotel_id uuid, chat_id uuid)
    CROSS JOIN LATERAL (
      SELECT 1 FROM chat c WHERE c.hotel_id = k.hotel_id AND c.id = k.chat_id LIMIT 1 FOR NO KEY UPDATE
    ) c
  ), c AS (
    UPDATE chat c SET routing_fence = c.routing_fence + 1, routing_until = clock_timestamp() + $2 * interval '1 millisecond'
    FROM k
    WHERE c.hotel_id = k.hotel_id AND c.id = k.chat_id AND c.routed_seq < c.inbound_seq
      AND (c.routing_until IS NULL OR c.routing_until < clock_timestamp())
    RETURNING c.hotel_id, c.id, c.kind, c.guest_id, c.channel_id, c.routed_seq, c.routing_fence, c.flood_told_at
  )
  SELECT c.hotel_id AS "hotelId", c.id AS "chatId", c.routing_fence AS fence, m.id AS "messageId", m.inbound_seq AS "inboundSeq", m.created_at AS "storedAt", m.conversation_id AS "conversationId", m.type, m.content,
    c.kind AS "chatKind", n.provider,
    EXISTS (
      SELECT 1 FROM replayed_message p
      WHERE p.hotel_id = c.hotel_id AND p.channel_id = c.channel_id AND p.provider_id = m.provider_id
        AND (p.silent OR m.sent_at < $3::timestamptz - interval '24 hours' OR EXISTS (
          SELECT 1 FROM message o WHERE o.hotel_id = c.hotel_id AND o.chat_id = c.id AND o.direction <> 'internal' AND o.sent_at > m.sent_at))
    ) AS "lateReplay",
    -- The message that came so many before this one: one look at an index, and none for who has written less in all.
    m.inbound_seq > $4 AND coalesce((
      SELECT f.created_at > $5 FROM message f WHERE f.hotel_id = c.hotel_id AND f.chat_id = c.id AND f.inbound_seq <= m.inbound_seq - $4
      ORDER BY f.inbound_seq DESC LIMIT 1), false) AS flooding,
    coalesce(c.flood_told_at > $5, false) AS "floodTold",
    CASE WHEN g.id IS NOT NULL THEN json_build_object(
      'id', g.id, 'language', g.language, 'languageSource', g.language_source, 'country', g.country,
      'optedOut', g.automation_off_at IS NOT NULL,
      'stayLanguage', (SELECT s.language FROM stay s WHERE s.hotel_id = g.hotel_id AND s.guest_id = g.id AND s.cancelled_at IS NULL
                       ORDER BY s.departure DESC LIMIT 1)) END AS guest,
    json_build_object('type', v.type, 'departmentId', v.department_id, 'assigned', v.assignee_id IS NOT NULL, 'urgent', v.priority = 'urgent', 'menu', v.menu,
      'answeredByStaff', v.reopened_at IS NOT NULL OR EXISTS (
        SELECT 1 FROM message o WHERE o.hotel_id = v.hotel_id AND o.conversation_id = v.id AND o.direction = 'outbound'
          AND o.author_kind = 'user')) AS conversation
  FROM c
  CROSS JOIN LATERAL (
    SELECT m.hotel_id, m.id, m.inbound_seq, m.created_at, m.conversation_id, m.type, m.content, m.provider_id, m.sent_at FROM message m
    WHERE m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.inbound_seq > c.routed_seq ORDER BY m.inbound_seq LIMIT 1
  ) m
  JOIN conversation v ON v.hotel_id = m.hotel_id AND v.id = m.conversation_id
  JOIN channel n ON n.hotel_id = c.hotel_id AND n.id = c.channel_id
  LEFT JOIN guest g ON g.hotel_id = c.hotel_id AND g.id = c.guest_id`;

/** Once for all chats of a house that are routed together. */
const HOUSES = `
  SELECT h.id, json_build_object('name', h.name, 'timeZone', h.time_zone, 'languages', h.languages,
      'frontDeskDepartmentId', h.front_desk_department_id, 'autoReply', h.auto_reply) AS hotel,
    coalesce((
      SELECT json_agg(json_build_object('id', d.id, 'name', d.name, 'names', d.names, 'keywords', d.keywords, 'menuOrder', d.menu_order,
        'inMenu', d.in_menu, 'hours', d.hours, 'outsideHours', d.outside_hours, 'autoReply', d.auto_reply) ORDER BY d.menu_order, d.name_folded)
      FROM department d WHERE d.hotel_id = h.id AND d.archived_at IS NULL), '[]') AS departments
  FROM hotel h WHERE h.id = ANY($1::uuid[])`;

export interface ChatToRoute {
  hotelId: string;
  chatId: string;
}

/** More than so many messages of one number within the window are a flood (E16). */
export interface FloodLimit {
  messages: number;
  windowMs: number;
}

/** One arrival of each chat that has one and is not another worker's. Chats of one house share what is read of it. */
export async function nextScenes(
  sql: Sql,
  chats: readonly ChatToRoute[],
  leaseMs: number,
  flood: FloodLimit,
  now: Date,
): Promise<RoutingScene[]> {
  const keys = chats.map(({ hotelId, chatId }) => ({ hotel_id: hotelId, chat_id: chatId }));
  const scenes = await sql.query<Omit<RoutingScene, keyof House>>(NEXT, [
    JSON.stringify(keys.toSorted(byChat)),
    leaseMs,
    now,
    flood.messages,
    new Date(+now - flood.windowMs),
  ]);
  if (scenes.length === 0) return [];
  const hotels = [...new Set(scenes.map(({ hotelId }) => hotelId))];
  const houses = await sql.query<House & { id: string }>(HOUSES, [hotels]);
  const byId = new Map(houses.map(({ id, hotel, departments }) => [id, { hotel, departments }]));
  return scenes.map((scene) => {
    const house = byId.get(scene.hotelId);
    if (!house) throw new Error('a chat has a hotel');
    return Object.assign(scene, house); // a copy of each would be a good part of routing it
  });
}
