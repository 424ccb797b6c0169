import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { Tx } from '../database/transaction.js';
import { Departments } from '../departments/index.js';
import { Founding } from '../hotels/index.js';
import { Users } from '../users/index.js';
import type { HotelIds } from './history.types.js';
import { DEMO_PASSWORD, DEPARTMENTS, emailOf, HOTEL, STAFF, type DepartmentKey, type StaffKey } from './hotel.js';

const OPERATOR = { kind: 'operator' } as const;
/** They have worked here for a while: what came before somebody joined does not count as unread. */
const JOINED_DAYS_AGO = 90;

/** The hotel, its departments and its staff, founded as any other hotel is. */
export async function seedPeople(
  tx: Tx,
  desk: NestFastifyApplication,
  now: Date,
): Promise<Omit<HotelIds, 'channelId'>> {
  const [admin, ...colleagues] = STAFF;
  const [reception, ...others] = DEPARTMENTS;
  if (!admin || !reception) throw new Error('The demo has no people.');
  const account = { name: admin.name, email: emailOf(admin.key), password: DEMO_PASSWORD };
  const { hotelId, userId, departmentId } = await desk.get(Founding).found(tx, HOTEL, account, OPERATOR);

  const departments: Partial<Record<DepartmentKey, string>> = { [reception.key]: departmentId };
  for (const { key, names, hours, outsideHours, autoReply } of others) {
    const department = { name: names.en, names, hours, outsideHours, autoReply };
    departments[key] = await desk.get(Departments).add(tx, hotelId, department, OPERATOR);
  }
  const staff: Partial<Record<StaffKey, string>> = { [admin.key]: userId };
  for (const { key, name, role } of colleagues) {
    const user = { name, email: emailOf(key), role, password: DEMO_PASSWORD, language: 'en' };
    staff[key] = (await desk.get(Users).add(tx, hotelId, user, OPERATOR)).id;
  }
  for (const { key } of DEPARTMENTS) {
    const members = STAFF.filter((one) => one.departments.includes(key)).map((one) => staff[one.key]!);
    await desk.get(Departments).putMembers(tx, hotelId, departments[key]!, members, OPERATOR);
  }
  const joined = new Date(now.getTime() - JOINED_DAYS_AGO * 86_400_000);
  await tx.query(`UPDATE app_user SET created_at = $2 WHERE hotel_id = $1`, [hotelId, joined]);
  await tx.query(`UPDATE department_member SET joined_at = $2 WHERE hotel_id = $1`, [hotelId, joined]);
  return {
    hotelId,
    departments: departments as Record<DepartmentKey, string>,
    staff: staff as Record<StaffKey, string>,
  };
}
