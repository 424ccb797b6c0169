import { newId } from '../common/ids.js';
import { NotFoundError } from '../common/errors.js';
import type { Tx } from '../database/transaction.js';
import { recordChange } from './changes.js';
import type { ConversationType } from './visibility.js';

/*
 * How episodes of a chat begin, move and join. Everything here happens under the chat's row lock, so that
 * of fifty at once each sees what the one before it did; the unique index conversation_one_active stands
 * behind it. Lock order: chat, conversation, message. The locks leave the keys alone: who only reads (a new
 * row that points here) waits for nobody, and so never for each other.
 */

interface Scene {
  hotelId: string;
  chatId: string;
  now: Date;
}

export interface OpenDepartment extends Scene {
  departmentId: string;
  expiryHours: number;
}

export interface OpenedDepartment {
  conversationId: string;
  /**
   * `turned`: the general row became the department's · `joined`: the general row's messages went to the
   * department's active one · `continued`: it was active and there was nothing to move · `opened`: a new row
   */
  outcome: 'turned' | 'joined' | 'continued' | 'opened';
}

export interface LockedChat {
  id: string;
  channelId: string;
  currentConversationId: string | null;
}

export async function lockChat(tx: Tx, hotelId: string, chatId: string): Promise<LockedChat> {
  const [chat] = await tx.query<LockedChat>(
    `SELECT id, channel_id AS "channelId", current_conversation_id AS "currentConversationId"
     FROM chat WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [hotelId, chatId],
  );
  if (!chat) throw new NotFoundError('chat');
  return chat;
}

/** The guest (or staff) chose a department: its conversation of this chat goes on, begins, or the `general` one becomes it. */
export async function openDepartment(tx: Tx, wish: OpenDepartment): Promise<OpenedDepartment> {
  const { hotelId, chatId, departmentId } = wish;
  await lockChat(tx, hotelId, chatId);
  const active = await tx.query<{ id: string; type: ConversationType }>(
    `SELECT id, type FROM conversation
     WHERE hotel_id = $1 AND chat_id = $2 AND status = 'active' AND (type = 'general' OR (type = 'service' AND department_id = $3))
     ORDER BY id FOR NO KEY UPDATE`,
    [hotelId, chatId, departmentId],
  );
  const general = active.find((row) => row.type === 'general');
  const service = active.find((row) => row.type === 'service');

  if (service !== undefined) {
    if (general !== undefined) await joinGeneral(tx, wish, general.id, service.id);
    await makeCurrent(tx, wish, service.id);
    return { conversationId: service.id, outcome: general === undefined ? 'continued' : 'joined' };
  }
  if (general !== undefined) {
    await moveTo(tx, wish, { id: general.id, departmentId: null }, departmentId);
    await makeCurrent(tx, wish, general.id);
    return { conversationId: general.id, outcome: 'turned' };
  }
  const conversationId = await insertEpisode(tx, wish, { type: 'service', departmentId });
  return { conversationId, outcome: 'opened' };
}

/**
 * For staff who write into an episode that may have ended: the id to write into. An active one is itself;
 * a past one is followed by the next episode of the same department (DECISIONS, "After the end"). Exactly
 * at `expires_at` it is still active.
 */
export async function ensureActive(
  tx: Tx,
  wish: { hotelId: string; conversationId: string; now: Date; expiryHours: number },
): Promise<{ conversationId: string; chatId: string; opened: boolean }> {
  const { hotelId, conversationId, now, expiryHours } = wish;
  const [found] = await tx.query<{ chatId: string }>(
    `SELECT chat_id AS "chatId" FROM conversation WHERE hotel_id = $1 AND id = $2`,
    [hotelId, conversationId],
  );
  if (!found) throw new NotFoundError('conversation');
  const scene = { hotelId, chatId: found.chatId, now, expiryHours };
  await lockChat(tx, hotelId, found.chatId);
  const [row] = await tx.query<{
    type: ConversationType;
    departmentId: string | null;
    status: string;
    expiresAt: Date;
  }>(
    `SELECT type, department_id AS "departmentId", status, expires_at AS "expiresAt"
     FROM conversation WHERE hotel_id = $1 AND id = $2 FOR NO KEY UPDATE`,
    [hotelId, conversationId],
  );
  if (!row) throw new NotFoundError('conversation');
  if (row.status === 'active') {
    if (row.expiresAt.getTime() >= now.getTime()) return { conversationId, chatId: found.chatId, opened: false };
    await expire(tx, scene, conversationId);
  }
  const place = {
    type: row.type === 'general' ? ('general' as const) : ('service' as const),
    departmentId: row.departmentId,
  };
  const [next] = await tx.query<{ id: string; expiresAt: Date }>(
    `SELECT id, expires_at AS "expiresAt" FROM conversation
     WHERE hotel_id = $1 AND chat_id = $2 AND status = 'active' AND type = $3 AND department_id IS NOT DISTINCT FROM $4 FOR NO KEY UPDATE`,
    [hotelId, found.chatId, place.type, place.departmentId],
  );
  if (next !== undefined && next.expiresAt.getTime() >= now.getTime()) {
    return { conversationId: next.id, chatId: found.chatId, opened: false };
  }
  if (next !== undefined) await expire(tx, scene, next.id);
  return { conversationId: await insertEpisode(tx, scene, place), chatId: found.chatId, opened: true };
}

/** The row itself changes hands: id, read marks and waiting clock stay, nobody has it yet. */
export async function moveTo(
  tx: Tx,
  { hotelId, now }: Scene,
  from: { id: string; departmentId: string | null },
  departmentId: string,
): Promise<void> {
  await tx.query(
    `UPDATE conversation SET type = 'service', department_id = $3, assignee_id = NULL, updated_at = $4, version = version + 1
     WHERE hotel_id = $1 AND id = $2`,
    [hotelId, from.id, departmentId, now],
  );
  await recordChange(tx, {
    hotelId,
    kind: 'conversation.moved',
    conversationId: from.id,
    subjectId: from.departmentId,
    at: now,
  });
}

/** What `target` takes over from an episode that ends in it: the guest's waiting clock, urgency, the later expiry. */
export async function takeOver(tx: Tx, { hotelId, now }: Scene, sourceId: string, targetId: string): Promise<void> {
  await tx.query(
    `UPDATE conversation t SET waiting_since = least(t.waiting_since, s.waiting_since), expires_at = greatest(t.expires_at, s.expires_at),
       priority = CASE WHEN s.priority = 'urgent' THEN 'urgent' ELSE t.priority END, updated_at = $4, version = t.version + 1
     FROM conversation s
     WHERE t.hotel_id = $1 AND t.id = $3 AND s.hotel_id = $1 AND s.id = $2`,
    [hotelId, sourceId, targetId, now],
  );
  await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId: targetId, at: now });
}

export async function close(tx: Tx, { hotelId, now }: Scene, conversationId: string, reason: string): Promise<void> {
  await tx.query(
    `UPDATE conversation SET status = 'closed', closed_at = $3, close_reason = $4, waiting_since = NULL, updated_at = $3, version = version + 1
     WHERE hotel_id = $1 AND id = $2`,
    [hotelId, conversationId, now, reason],
  );
  await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId, at: now });
}

export async function makeCurrent(tx: Tx, { hotelId, chatId }: Scene, conversationId: string): Promise<void> {
  await tx.query(
    `UPDATE chat SET current_conversation_id = $3
     WHERE hotel_id = $1 AND id = $2 AND current_conversation_id IS DISTINCT FROM $3`,
    [hotelId, chatId, conversationId],
  );
}

/**
 * The department is in talk with this guest already: what the guest wrote to nobody in particular goes
 * there. The general row ends empty; it keeps no preview of words that are the department's now.
 */
async function joinGeneral(tx: Tx, scene: Scene, generalId: string, serviceId: string): Promise<void> {
  const { hotelId, now } = scene;
  const moved = await tx.query<{ id: string }>(
    `UPDATE message SET conversation_id = $3, version = version + 1 WHERE hotel_id = $1 AND conversation_id = $2 RETURNING id`,
    [hotelId, generalId, serviceId],
  );
  await tx.query(
    `INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id)
     SELECT hotel_id, $3, attendee_id FROM conversation_attendee WHERE hotel_id = $1 AND conversation_id = $2
     ON CONFLICT DO NOTHING`,
    [hotelId, generalId, serviceId],
  );
  await tx.query(
    `UPDATE conversation t SET last_message_id = s.last_message_id, last_message_at = s.last_message_at
     FROM conversation s
     WHERE t.hotel_id = $1 AND t.id = $3 AND s.hotel_id = $1 AND s.id = $2 AND s.last_message_id IS NOT NULL AND s.last_message_at >= t.last_message_at`,
    [hotelId, generalId, serviceId],
  );
  await takeOver(tx, scene, generalId, serviceId);
  await tx.query(`UPDATE conversation SET last_message_id = NULL WHERE hotel_id = $1 AND id = $2`, [
    hotelId,
    generalId,
  ]);
  await close(tx, scene, generalId, 'joined');
  await recordChange(
    tx,
    ...moved.map(({ id }) => ({
      hotelId,
      kind: 'message.updated' as const,
      conversationId: serviceId,
      messageId: id,
      at: now,
    })),
  );
}

async function expire(tx: Tx, { hotelId, now }: Scene, conversationId: string): Promise<void> {
  await tx.query(
    `UPDATE conversation SET status = 'expired', closed_at = expires_at, updated_at = $3, version = version + 1
     WHERE hotel_id = $1 AND id = $2`,
    [hotelId, conversationId, now],
  );
  await recordChange(tx, { hotelId, kind: 'conversation.updated', conversationId, at: now });
}

async function insertEpisode(
  tx: Tx,
  scene: Scene & { expiryHours: number },
  place: { type: ConversationType; departmentId: string | null },
): Promise<string> {
  const { hotelId, chatId, now, expiryHours } = scene;
  const id = newId();
  await tx.query(
    `INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, last_message_at, expires_at, opened_at, updated_at)
     VALUES ($1, $2, $3, $4, 'active', $5, $6, $7, $6, $6)`,
    [hotelId, id, chatId, place.type, place.departmentId, now, new Date(now.getTime() + expiryHours * 3_600_000)],
  );
  await tx.query(
    `INSERT INTO conversation_attendee (hotel_id, conversation_id, attendee_id)
     SELECT DISTINCT a.hotel_id, $3::uuid, a.attendee_id FROM conversation c
     JOIN conversation_attendee a ON a.hotel_id = c.hotel_id AND a.conversation_id = c.id
     WHERE c.hotel_id = $1 AND c.chat_id = $2`,
    [hotelId, chatId, id],
  );
  await makeCurrent(tx, scene, id);
  await recordChange(tx, { hotelId, kind: 'conversation.created', conversationId: id, at: now });
  return id;
}
