import { createHmac, randomBytes } from 'node:crypto';
import { JwtService } from '@nestjs/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PASSWORD, PeopleDesk, type Answer, type Person } from '../../test/support/people-app.js';

let desk: PeopleDesk;
let ines: Person;
let tomas: Person;

beforeAll(async () => {
  desk = await PeopleDesk.open();
  ines = await desk.hotel('Hotel Aurora');
  tomas = await desk.colleague(ines, 'Tomas', 'agent');
});
afterAll(() => desk.close());

interface Listed {
  id: string;
  current: boolean;
}
const sessionsOf = async (person: Person, path = '/me/sessions'): Promise<Listed[]> =>
  (await person.get(path)).body.items;
const currentOf = async (person: Person): Promise<string> =>
  (await sessionsOf(person)).find(({ current }) => current)?.id ?? '';

describe('my sessions', () => {
  it('are listed, newest first, with where they were opened and which one asks', async () => {
    const phone = await desk.ask(
      'POST',
      '/auth/login',
      { email: tomas.email, password: PASSWORD },
      {
        'user-agent': 'Tomás’ phone',
      },
    );
    expect(phone.status).toBe(200);
    const { body } = await tomas.get('/me/sessions');
    expect(body.items).toMatchObject([
      { current: false, address: '127.0.0.1', userAgent: 'Tomás’ phone' },
      { current: true },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/token|hash/i);
    const page = await tomas.get('/me/sessions?limit=1');
    const next = await tomas.get(`/me/sessions?limit=1&cursor=${page.body.nextCursor}`);
    expect([...page.body.items, ...next.body.items]).toEqual(body.items);
    expect(next.body.nextCursor).toBeNull();
  });

  it('end one by one, at once, and only once', async () => {
    const elsewhere = await desk.signIn(tomas.email);
    const id = await currentOf(elsewhere);
    expect((await tomas.delete(`/me/sessions/${id}`)).status).toBe(204);
    expect((await elsewhere.get('/me')).body.code).toBe('session_ended');
    expect((await tomas.delete(`/me/sessions/${id}`)).status).toBe(404);
    expect((await tomas.get('/me')).status).toBe(200);
  });

  it('end all but the one at hand, in every hotel', async () => {
    const boreal = await desk.hotel('Hotel Boreal');
    await boreal.post('/users', { email: tomas.email, name: 'Tomas', role: 'agent' });
    const others = [
      await desk.signIn(tomas.email, PASSWORD, ines.hotelId),
      await desk.signIn(tomas.email, PASSWORD, boreal.hotelId),
    ];
    expect((await tomas.delete('/me/sessions')).status).toBe(204);
    for (const other of others) expect((await other.get('/me')).body.code).toBe('session_ended');
    expect((await sessionsOf(tomas)).map(({ current }) => current)).toEqual([true]);
  });

  it('are nobody else’s', async () => {
    const lara = await desk.colleague(ines, 'Lara', 'agent');
    expect((await lara.delete(`/me/sessions/${await currentOf(tomas)}`)).status).toBe(404);
    expect((await tomas.get('/me')).status).toBe(200);
  });
});

describe('a colleague’s sessions', () => {
  it('are listed and ended by an administrator, one or all', async () => {
    const rui = await desk.colleague(ines, 'Rui', 'agent');
    const [second, third] = [await desk.signIn(rui.email), await desk.signIn(rui.email)];
    const listed = await sessionsOf(ines, `/users/${rui.id}/sessions`);
    expect(listed.map(({ current }) => current)).toEqual([false, false, false]);
    const id = await currentOf(second);
    expect((await ines.delete(`/users/${ines.id}/sessions/${id}`)).status).toBe(404);
    expect((await ines.delete(`/users/${rui.id}/sessions/${id}`)).status).toBe(204);
    expect((await second.get('/me')).body.code).toBe('session_ended');
    expect((await third.get('/me')).status).toBe(200);
    expect((await ines.delete(`/users/${rui.id}/sessions`)).status).toBe(204);
    for (const session of [rui, third]) expect((await session.get('/me')).body.code).toBe('session_ended');
    expect(await sessionsOf(ines, `/users/${rui.id}/sessions`)).toEqual([]);
  });

  it('F4: are no manager’s business, nor another hotel’s', async () => {
    const marta = await desk.colleague(ines, 'Marta', 'manager');
    const celeste = await desk.hotel('Hotel Celeste');
    const id = await currentOf(tomas);
    for (const [person, status] of [
      [marta, 403],
      [celeste, 404],
    ] as const) {
      expect((await person.get(`/users/${tomas.id}/sessions`)).status).toBe(status);
      expect((await person.delete(`/users/${tomas.id}/sessions`)).status).toBe(status);
      expect((await person.delete(`/users/${tomas.id}/sessions/${id}`)).status).toBe(status);
    }
    expect((await tomas.get('/me')).status).toBe(200);
  });
});

describe('E5: an access token', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claimsOf = (person: Person): Record<string, unknown> =>
    JSON.parse(Buffer.from(person.token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
  const signed = (alg: string, claims: object, key: Buffer, hash = alg.replace(/^\w\w/, 'sha')): string => {
    const text = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
    return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
  };
  const tries = (token: string): Promise<Answer> =>
    desk.ask('GET', '/me', undefined, { authorization: `Bearer ${token}` });

  it('is taken when we signed it, for as long as it says', async () => {
    const again = signed('HS256', claimsOf(tomas), desk.config.jwtSecret);
    expect((await tries(again)).body.id).toBe(tomas.id);
  });

  it('is refused unsigned, with another key, another algorithm, or changed by a letter', async () => {
    const claims = claimsOf(tomas);
    const [header, payload, signature] = tomas.token.split('.');
    const forged = [
      ...['none', 'None', 'NONE', 'nOnE'].map((alg) => `${part({ alg, typ: 'JWT' })}.${payload}.`),
      `${part({ alg: 'none' })}.${payload}.${signature}`,
      `${part({ alg: 'HS256', typ: 'JWT', kid: '../../dev/null' })}.${payload}.`,
      signed('HS256', claims, randomBytes(32)),
      signed('HS256', claims, Buffer.alloc(32)),
      signed('HS256', claims, Buffer.alloc(0)),
      signed('HS384', claims, desk.config.jwtSecret),
      signed('HS512', claims, desk.config.jwtSecret),
      signed('RS256', claims, desk.config.jwtSecret, 'sha256'),
      `${header}.${part({ ...claims, role: 'admin' })}.${signature}`,
      `${header}.${payload}.${signature}x`,
      `${header}.${payload}`,
    ];
    for (const token of forged) {
      const { status, body } = await tries(token);
      expect([token, status, body.code]).toEqual([token, 401, 'unauthenticated']);
    }
  });

  it('is refused once it has expired, and not a moment before', async () => {
    const { iat: _, exp: __, ...claims } = claimsOf(tomas);
    const jwt = desk.app.get(JwtService, { strict: false });
    expect((await tries(await jwt.signAsync(claims, { expiresIn: -1 }))).body.code).toBe('token_expired');
    expect((await tries(await jwt.signAsync(claims, { expiresIn: 60 }))).status).toBe(200);
    expect((await tries(await jwt.signAsync({ ...claims, nbf: 4_000_000_000 }))).body.code).toBe('unauthenticated');
  });

  it('promise 10: opens no other hotel, no other person and no other session', async () => {
    const dune = await desk.hotel('Hotel Dune');
    const [own, theirs] = [claimsOf(tomas), claimsOf(dune)];
    for (const wrong of [
      { hid: theirs['hid'] },
      { sub: theirs['sub'] },
      { sub: ines.id },
      { sid: theirs['sid'] },
      { hid: theirs['hid'], sid: theirs['sid'] },
    ]) {
      const { status, body } = await tries(signed('HS256', { ...own, ...wrong }, desk.config.jwtSecret));
      expect([wrong, status, body.code]).toEqual([wrong, 401, 'session_ended']);
    }
  });

  it('never breaks the desk, whatever it claims', async () => {
    const own = claimsOf(tomas);
    for (const odd of [{ sub: 'x' }, { hid: null }, { sid: 7 }, { sub: { $ne: 1 } }, { sid: "'; --" }, { hid: '\0' }]) {
      const { status, body } = await tries(signed('HS256', { ...own, ...odd }, desk.config.jwtSecret));
      expect([odd, status, body.code]).toEqual([odd, 401, 'unauthenticated']);
    }
  });

  it('has the rights of its rows, not of its words', async () => {
    const admin = signed('HS256', { ...claimsOf(tomas), role: 'admin' }, desk.config.jwtSecret);
    const answer = await desk.ask('PATCH', '/hotel', { name: 'Mine' }, { authorization: `Bearer ${admin}` });
    expect(answer.body.code).toBe('forbidden');
  });
});
