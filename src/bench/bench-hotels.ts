import { JwtService } from '@nestjs/jwt';
import type pg from 'pg';

import { newId } from '../common/ids.js';
import { readConfig } from '../config/index.js';
import { asUser, type DeskApi } from './desk-api.js';
import type { DeskProcess } from './desk-process.js';
import type { WebhookTarget } from './webhook-load.js';

export interface BenchHotel {
  id: string;
  target: WebhookTarget;
  /** access tokens of its staff, who see what nobody took yet; the first is the administrator's */
  tokens: string[];
  admin: DeskApi;
}

/** Long enough for a soak. */
const TOKEN_LIFE = '6h';

/** The far side of their numbers, where it matters who answers; else nobody does. */
type Number = Pick<WebhookTarget, 'appSecret' | 'phoneNumberId' | 'wabaId'> & {
  accessToken: string;
  verifyToken: string;
};

/**
 * More hotels beside the one that a bench's desk begins with, each with a number and so many people who are signed in. Their rows
 * are written as they are: two hundred invitations would take a minute. Automation is off, nobody is limited.
 */
export async function openHotels(
  desk: DeskProcess,
  db: pg.Client,
  { hotels, staff, number }: { hotels: number; staff: number; number?: Number },
): Promise<BenchHotel[]> {
  const { jwtSecret } = readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'fatal' });
  const jwt = new JwtService({ secret: jwtSecret, signOptions: { algorithm: 'HS256', expiresIn: TOKEN_LIFE } });
  const opened: BenchHotel[] = [];
  for (let n = 0; n < hotels; n++) {
    const id = newId();
    const people = await writeHotel(db, id, staff);
    const tokens = await Promise.all(
      people.map(({ userId, sessionId, role }) => jwt.signAsync({ sub: userId, hid: id, sid: sessionId, role })),
    );
    const admin = asUser(desk.url, tokens[0] ?? '');
    const { accessToken, verifyToken, ...own } = number ?? inventedNumber(n);
    const channel = await admin<{ id: string }>('POST', '/channels', {
      provider: 'meta-cloud',
      name: 'Reception',
      settings: { phoneNumberId: own.phoneNumberId, wabaId: own.wabaId },
      credentials: { accessToken, appSecret: own.appSecret, verifyToken },
    });
    const path = `/webhooks/meta-cloud/${channel.id}`;
    opened.push({ id, admin, tokens, target: { ...own, host: desk.host, port: desk.port, path } });
  }
  return opened;
}

function inventedNumber(n: number): Number {
  const appSecret = newId();
  return { appSecret, phoneNumberId: `10555${n}`, wabaId: `20555${n}`, accessToken: newId(), verifyToken: newId() };
}

interface Person {
  userId: string;
  sessionId: string;
  loginId: string;
  role: 'admin' | 'agent';
}

async function writeHotel(db: pg.Client, hotelId: string, staff: number): Promise<Person[]> {
  const now = new Date();
  const people = Array.from({ length: staff }, (_, n) => ({
    userId: newId(),
    sessionId: newId(),
    loginId: newId(),
    role: n === 0 ? ('admin' as const) : ('agent' as const),
  }));
  await db.query(
    `INSERT INTO hotel (id, name, time_zone, country, languages, auto_reply, limits, created_at, updated_at)
     VALUES ($1, 'Hotel Bench', 'Europe/Lisbon', 'PT', '{pt,en}', '{"enabled": false}', '{"writesPerMinute": 10000000}', $2, $2)`,
    [hotelId, now],
  );
  await db.query(
    `WITH person AS (SELECT * FROM json_to_recordset($2::json) AS p("userId" uuid, "sessionId" uuid, "loginId" uuid, role text)),
     log_in AS (
       INSERT INTO login (id, email, created_at, updated_at) SELECT "loginId", "loginId" || '@bench.example', $3, $3 FROM person
     ), staff AS (
       INSERT INTO app_user (hotel_id, id, login_id, email, name, role, created_at, updated_at)
       SELECT $1, "userId", "loginId", "loginId" || '@bench.example', 'Staff', role, $3, $3 FROM person
     )
     INSERT INTO user_session (hotel_id, id, user_id, created_at, last_used_at, expires_at)
     SELECT $1, "sessionId", "userId", $3, $3, $4 FROM person`,
    [hotelId, JSON.stringify(people), now, new Date(+now + 86_400_000)],
  );
  return people;
}
