import { newId } from '../common/ids.js';
import type { Tx } from '../database/transaction.js';
import { recordChange } from './changes.js';

export interface AdministratorsNews {
  hotelId: string;
  /** as notifications name it: `media_storage_full`, `alert` … */
  kind: string;
  data?: Record<string, unknown>;
  at: Date;
}

/** A notification for each active administrator of the hotel, and its event, in the transaction of what it tells of. */
export async function tellAdministrators(tx: Tx, { hotelId, kind, data = {}, at }: AdministratorsNews): Promise<void> {
  const admins = await tx.query<{ id: string }>(
    `SELECT id FROM app_user WHERE hotel_id = $1 AND role = 'admin' AND active`,
    [hotelId],
  );
  const told = admins.map(({ id }) => ({ id: newId(), user_id: id }));
  await tx.query(
    `INSERT INTO notification (hotel_id, id, user_id, kind, data, at)
     SELECT $1, k.id, k.user_id, $2, $3, $4 FROM json_to_recordset($5::json) AS k(id uuid, user_id uuid)`,
    [hotelId, kind, JSON.stringify(data), at, JSON.stringify(told)],
  );
  await recordChange(
    tx,
    ...told.map(({ id }) => ({ hotelId, kind: 'notification.created' as const, subjectId: id, at })),
  );
}
