import type { Tx } from '../database/transaction.js';

interface Place {
  hotelId: string;
  conversationId: string;
  at: Date;
}

/**
 * These members of staff wrote in it, were assigned to it or mentioned in it (E26). Their read position stays. An
 * API key among them is left out: it is nobody.
 */
export async function involve(
  tx: Tx,
  { hotelId, conversationId, at }: Place,
  userIds: readonly string[],
): Promise<void> {
  await tx.query(
    `INSERT INTO participant (hotel_id, conversation_id, user_id, involved, joined_at)
     SELECT $1, $2, id, true, $4 FROM (SELECT DISTINCT unnest($3::uuid[]) AS id ORDER BY id) ids
     WHERE EXISTS (SELECT 1 FROM app_user u WHERE u.hotel_id = $1 AND u.id = ids.id)
     ON CONFLICT (hotel_id, conversation_id, user_id) DO UPDATE SET involved = true WHERE NOT participant.involved`,
    [hotelId, conversationId, userIds, at],
  );
}

/** One member of staff has read up to this arrival. Only forward; false: nothing new was read. */
export async function markRead(
  tx: Tx,
  { hotelId, conversationId, at }: Place,
  userId: string,
  seq: number,
): Promise<boolean> {
  const moved = await tx.query(
    `INSERT INTO participant (hotel_id, conversation_id, user_id, last_read_seq, last_read_at, joined_at)
     VALUES ($1, $2, $3, $4, $5, $5)
     ON CONFLICT (hotel_id, conversation_id, user_id)
       DO UPDATE SET last_read_seq = excluded.last_read_seq, last_read_at = excluded.last_read_at
       WHERE participant.last_read_seq < excluded.last_read_seq
     RETURNING 1`,
    [hotelId, conversationId, userId, seq, at],
  );
  return moved.length > 0;
}
