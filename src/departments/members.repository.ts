import { Injectable } from '@nestjs/common';

import type { Tx } from '../database/transaction.js';

@Injectable()
export class MembersRepository {
  async of(tx: Tx, hotelId: string, departmentId: string): Promise<string[]> {
    const rows = await tx.query<{ userId: string }>(
      `SELECT user_id AS "userId" FROM department_member WHERE hotel_id = $1 AND department_id = $2`,
      [hotelId, departmentId],
    );
    return rows.map((row) => row.userId);
  }

  /** Those of `userIds` that are no active user of the hotel. */
  async strangers(tx: Tx, hotelId: string, userIds: string[]): Promise<string[]> {
    const rows = await tx.query<{ id: string }>(
      `SELECT wanted.id::text FROM unnest($2::uuid[]) AS wanted (id)
       WHERE NOT EXISTS (SELECT 1 FROM app_user u WHERE u.hotel_id = $1 AND u.id = wanted.id AND u.active)`,
      [hotelId, userIds],
    );
    return rows.map((row) => row.id);
  }

  /** Who stays keeps the day they joined: what they have not read begins there. Returns who came and who went. */
  async set(
    tx: Tx,
    hotelId: string,
    departmentId: string,
    userIds: string[],
    at: Date,
  ): Promise<{ came: string[]; went: string[] }> {
    const went = await tx.query<{ userId: string }>(
      `DELETE FROM department_member WHERE hotel_id = $1 AND department_id = $2 AND user_id <> ALL ($3::uuid[])
       RETURNING user_id AS "userId"`,
      [hotelId, departmentId, userIds],
    );
    const came = await tx.query<{ userId: string }>(
      `INSERT INTO department_member (hotel_id, department_id, user_id, joined_at)
       SELECT $1, $2, user_id, $4 FROM (SELECT DISTINCT unnest($3::uuid[]) AS user_id) AS wanted
       ON CONFLICT DO NOTHING RETURNING user_id AS "userId"`,
      [hotelId, departmentId, userIds, at],
    );
    return { came: came.map((row) => row.userId), went: went.map((row) => row.userId) };
  }
}
