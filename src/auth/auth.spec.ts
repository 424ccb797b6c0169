import { readdirSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PASSWORD, PeopleDesk, type Answer, type Person } from '../../test/support/people-app.js';
import { SCREEN_LANGUAGES } from './screen-languages.js';

let desk: PeopleDesk;
let ines: Person;

beforeAll(async () => {
  desk = await PeopleDesk.open();
  ines = await desk.hotel('Hotel Aurora');
});
afterAll(() => desk.close());

const login = (email: string, password: string, extra: object = {}): Promise<Answer> =>
  desk.ask('POST', '/auth/login', { email, password, ...extra });
const refresh = (cookie: string): Promise<Answer> =>
  desk.ask('POST', '/auth/refresh', undefined, { cookie: `bellhop_refresh=${cookie}` });
const later = (seconds: number): Promise<unknown> =>
  desk.sql(
    `UPDATE session_token SET used_at = used_at - make_interval(secs => $1), created_at = created_at - make_interval(secs => $1)`,
    [seconds],
  );

describe('signing in', () => {
  it('gives Ines a token, who she is, and a cookie no script can read', async () => {
    const answer = await login(' Admin@HotelAurora.example'.trim(), PASSWORD);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      expiresIn: 900,
      user: {
        name: 'Ines',
        role: 'admin',
        language: 'en',
        hotelId: ines.hotelId,
        hotelName: 'Hotel Aurora',
        departments: [{ name: 'Reception' }],
      },
    });
    const cookie = [answer.headers['set-cookie']].flat().find((one) => one?.startsWith('bellhop_refresh='));
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict/);
    expect(cookie).toContain('Path=/api/v1/auth');
    expect(cookie).not.toContain('Secure'); // PUBLIC_URL is plain http here
    const me = await desk.ask('GET', '/me', undefined, { authorization: `Bearer ${answer.body.accessToken}` });
    expect(me.body).toEqual(answer.body.user);
  });

  it('says the same of a wrong password and of nobody', async () => {
    const wrong = await login(ines.email, 'not the password');
    const nobody = await login('nobody@hotelaurora.example', 'not the password');
    expect([wrong.status, nobody.status]).toEqual([401, 401]);
    const { traceId: _1, ...first } = wrong.body;
    const { traceId: _2, ...second } = nobody.body;
    expect(first).toEqual(second);
    expect(first.code).toBe('wrong_credentials');
  });

  it('refuses an address with half a character', async () => {
    const answer = await login('ines\ud800@hotelaurora.example', PASSWORD);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
  });

  it('asks somebody of two hotels which one, only after the password was right', async () => {
    const boreal = await desk.hotel('Hotel Boreal');
    const both = { email: 'both@chain.example', name: 'Bea', role: 'agent' };
    await ines.post('/users', { ...both, password: PASSWORD });
    const linked = await boreal.post('/users', { ...both, password: 'another password here' });
    expect(linked.status).toBe(201);
    expect((await login(both.email, 'another password here')).status).toBe(401);
    const choice = await login(both.email, PASSWORD);
    expect(choice.status).toBe(409);
    expect(choice.body).toMatchObject({
      code: 'hotel_choice_required',
      hotels: [
        { id: ines.hotelId, name: 'Hotel Aurora' },
        { id: boreal.hotelId, name: 'Hotel Boreal' },
      ],
    });
    expect((await login(both.email, PASSWORD, { hotelId: boreal.hotelId })).body.user.hotelName).toBe('Hotel Boreal');
  });

  it('E16: slows down who guesses one account, and says when to come back', async () => {
    const tomas = await desk.colleague(ines, 'Tomas', 'agent');
    const answers = await Promise.all(Array.from({ length: 14 }, (_, n) => login(tomas.email, `guess number ${n}`)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    const limited = answers.find(({ status }) => status === 429);
    expect(limited?.body).toMatchObject({ code: 'limited' });
    expect(Number(limited?.headers['retry-after'])).toBeGreaterThan(600);
    expect((await login(tomas.email, PASSWORD)).status).toBe(429);
    expect((await login(ines.email, PASSWORD)).status).toBe(200);
  });

  it('refuses who was switched off, at once and at the next sign-in', async () => {
    const rui = await desk.colleague(ines, 'Rui', 'agent');
    expect((await rui.get('/me')).status).toBe(200);
    await ines.delete(`/users/${rui.id}`);
    expect((await rui.get('/me')).body.code).toBe('session_ended');
    expect((await login(rui.email, PASSWORD)).body.code).toBe('wrong_credentials');
  });
});

describe('staying signed in', () => {
  it('rotates the cookie with each refresh', async () => {
    const first = await login(ines.email, PASSWORD);
    const second = await refresh(first.refreshCookie ?? '');
    expect(second.status).toBe(200);
    expect(second.refreshCookie).not.toBe(first.refreshCookie);
    expect((await refresh(second.refreshCookie ?? '')).status).toBe(200);
  });

  it('ends the whole session when a used cookie is seen again', async () => {
    const first = await login(ines.email, PASSWORD);
    const second = await refresh(first.refreshCookie ?? '');
    await later(11);
    const thief = await refresh(first.refreshCookie ?? '');
    expect(thief.status).toBe(401);
    expect(thief.body.code).toBe('session_ended');
    expect((await refresh(second.refreshCookie ?? '')).body.code).toBe('session_ended');
    const me = await desk.ask('GET', '/me', undefined, { authorization: `Bearer ${second.body.accessToken}` });
    expect(me.body.code).toBe('session_ended');
    const [change] = await desk.sql(
      `SELECT kind FROM change WHERE kind = 'session.ended' ORDER BY position DESC LIMIT 1`,
    );
    expect(change).toEqual({ kind: 'session.ended' });
  });

  it('lets two tabs refresh in the same moment, and finds out who uses both results', async () => {
    const first = await login(ines.email, PASSWORD);
    const tabs = await Promise.all([refresh(first.refreshCookie ?? ''), refresh(first.refreshCookie ?? '')]);
    expect(tabs.map(({ status }) => status)).toEqual([200, 200]);
    await later(11);
    expect((await refresh(tabs[0].refreshCookie ?? '')).status).toBe(200);
    await later(11);
    expect((await refresh(tabs[1].refreshCookie ?? '')).body.code).toBe('session_ended');
  });

  it('gives no second chance once the next cookie was used', async () => {
    const first = await login(ines.email, PASSWORD);
    const second = await refresh(first.refreshCookie ?? '');
    await refresh(second.refreshCookie ?? '');
    expect((await refresh(first.refreshCookie ?? '')).body.code).toBe('session_ended');
  });

  it('signs out by the cookie, and by the token alone', async () => {
    for (const by of ['cookie', 'token']) {
      const answer = await login(ines.email, PASSWORD);
      const bearer = { authorization: `Bearer ${answer.body.accessToken}` };
      const headers = by === 'token' ? bearer : { cookie: `bellhop_refresh=${answer.refreshCookie}` };
      expect((await desk.ask('POST', '/auth/logout', undefined, headers as Record<string, string>)).status).toBe(204);
      expect((await desk.ask('GET', '/me', undefined, bearer)).body.code).toBe('session_ended');
    }
  });

  it('answers each of many parallel requests to the one who asked', async () => {
    const lara = await desk.colleague(ines, 'Lara', 'viewer');
    const askers = Array.from({ length: 40 }, (_, n) => (n % 2 ? lara : ines));
    const answers = await Promise.all(askers.map((person) => person.get('/me')));
    expect(answers.map(({ body }) => body.id)).toEqual(askers.map(({ id }) => id));
  });

  it('keeps apart two desks that run in one process', async () => {
    const other = await PeopleDesk.open();
    await other.close();
    expect((await ines.get('/me')).status).toBe(200);
  });

  it('takes no token that is unsigned, foreign or missing', async () => {
    const [header, payload] = ines.token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url');
    for (const token of [`${none}.${payload}.`, `${header}.${payload}.AAAA`, 'rubbish', '']) {
      const answer = await desk.ask('GET', '/me', undefined, { authorization: `Bearer ${token}` });
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('unauthenticated');
    }
  });
});

describe('the own account', () => {
  it('changes name and language', async () => {
    const answer = await ines.patch('/me', { name: 'Inês Duarte', language: 'pt-BR' });
    expect(answer.body).toMatchObject({ name: 'Inês Duarte', language: 'pt-BR' });
  });

  it.each(['xx', 'pt', 'EN', ''])('speaks no language the screens have not: %j', async (language) => {
    const { status, body } = await ines.patch('/me', { language });
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    expect(body.errors).toMatchObject([{ field: 'language', code: 'is_in' }]);
  });

  it('speaks each language the screens have', async () => {
    const catalogues = readdirSync('web/src/i18n/catalogues').map((file) => file.replace('.json', ''));
    expect(catalogues.toSorted()).toEqual(SCREEN_LANGUAGES);
    for (const language of catalogues) expect((await ines.patch('/me', { language })).body).toMatchObject({ language });
  });

  it('changes the password with the current one, and ends the other sessions', async () => {
    const eva = await desk.colleague(ines, 'Eva', 'agent');
    const elsewhere = await desk.signIn(eva.email);
    const next = 'a new umbrella stand';
    expect((await eva.patch('/me', { newPassword: next, currentPassword: 'wrong' })).body.code).toBe('wrong_password');
    expect((await eva.patch('/me', { newPassword: 'short', currentPassword: PASSWORD })).body.code).toBe(
      'weak_password',
    );
    expect((await eva.patch('/me', { newPassword: next, currentPassword: PASSWORD })).status).toBe(200);
    expect((await eva.get('/me')).status).toBe(200);
    expect((await elsewhere.get('/me')).body.code).toBe('session_ended');
    expect((await login(eva.email, PASSWORD)).status).toBe(401);
    expect((await login(eva.email, next)).status).toBe(200);
  });
});
