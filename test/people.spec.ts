import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PASSWORD, PeopleDesk, type Answer, type Person } from './support/people-app.js';

let desk: PeopleDesk;
let ines: Person;
/** a second administrator: one alone may change no more than so much in a minute */
let olga: Person;

beforeAll(async () => {
  desk = await PeopleDesk.open();
  ines = await desk.hotel('Hotel Aurora');
  olga = await desk.colleague(ines, 'Olga', 'admin');
});
afterAll(() => desk.close());

const newDepartment = async (who: Person, name: string, extra: object = {}): Promise<Answer['body']> =>
  (await who.post('/departments', { name, ...extra })).body;

describe('departments', () => {
  it('E12: knows a name again whatever its case and accents', async () => {
    await newDepartment(ines, 'Governança');
    for (const name of ['governança', 'GOVERNANCA', ' Governanca ']) {
      const answer = await ines.post('/departments', { name });
      expect([answer.status, answer.body.code]).toEqual([409, 'department_exists']);
    }
    const spa = await newDepartment(ines, 'Spa');
    expect((await ines.patch(`/departments/${spa.id}`, { name: 'GOVERNANÇA' })).body.code).toBe('department_exists');
    expect((await ines.patch(`/departments/${spa.id}`, { name: 'SPA' })).body.name).toBe('SPA');
  });

  it('E12: makes one of two that are added in the same moment', async () => {
    const answers = await Promise.all(
      ['Concierge', 'concierge', 'CONCIERGE'].map((name) => ines.post('/departments', { name })),
    );
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '409', '409']);
  });

  it('gives a removed department’s name free, and takes it out of the list', async () => {
    const bar = await newDepartment(ines, 'Bar');
    expect((await ines.delete(`/departments/${bar.id}`)).status).toBe(204);
    expect((await ines.get('/departments')).body.items.map(({ name }: { name: string }) => name)).not.toContain('Bar');
    expect((await ines.post('/departments', { name: 'bar' })).status).toBe(201);
  });

  it('keeps hours, menu names and what happens outside the hours', async () => {
    const heir = await newDepartment(ines, 'Night desk');
    const given = {
      names: { pt: 'Restaurante', en: 'Restaurant' },
      hours: {
        timeZone: 'Europe/Lisbon',
        weekly: {
          mon: [
            ['08:00', '11:00'],
            ['18:00', '23:00'],
          ],
        },
        exceptions: [{ date: '2026-12-24', hours: [] }],
      },
      outsideHours: { departmentId: heir.id },
      autoReply: { en: 'We are closed.\nUntil tomorrow.' },
      keywords: ['table', 'dinner'],
      inMenu: false,
      discreet: true,
    };
    const made = await newDepartment(ines, 'Restaurant', given);
    expect(made).toMatchObject({ ...given, isFrontDesk: false, members: [], version: 1 });
    const open = await ines.patch(`/departments/${made.id}`, { hours: null, outsideHours: 'auto-reply' });
    expect(open.body).toMatchObject({ hours: null, outsideHours: 'auto-reply', names: given.names, version: 2 });
  });

  it.each([
    ['hours that are none', { hours: { weekly: { mon: [['8', '99:00']] } } }],
    ['an heir that is not there', { outsideHours: { departmentId: '0190b0c8-0000-7000-8000-000000000000' } }],
    ['another word', { outsideHours: 'ring' }],
    ['an empty name', { name: '  ' }],
    ['a name with a NUL', { name: 'Sp\0a' }],
    ['a name without a value', { name: null }],
    ['a menu name in no language', { names: { 'x y': 'Spa' } }],
  ])('refuses %s', async (_, wrong) => {
    const answer = await ines.post('/departments', { name: 'Wrong one', ...wrong });
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
    expect(answer.body.errors.length).toBeGreaterThan(0);
  });

  it('tells the later of two editors, and lets who sends no version have the last word', async () => {
    const { id } = await newDepartment(ines, 'Laundry');
    expect((await ines.patch(`/departments/${id}`, { name: 'Laundry room', version: 1 })).status).toBe(200);
    const late = await ines.patch(`/departments/${id}`, { name: 'Washing', version: 1 });
    expect([late.status, late.body.code, late.body.version]).toEqual([409, 'version_conflict', 2]);
    expect((await ines.patch(`/departments/${id}`, { name: 'Washing' })).status).toBe(200);
  });

  it('is not removed while guests are being served in it, nor while it is the front desk', async () => {
    const { items } = (await ines.get('/departments')).body;
    const reception = items.find(({ isFrontDesk }: { isFrontDesk: boolean }) => isFrontDesk);
    expect((await ines.delete(`/departments/${reception.id}`)).body.code).toBe('department_is_front_desk');
    const busy = await newDepartment(ines, 'Valet');
    const free = await activeConversation(busy.id);
    const answer = await ines.delete(`/departments/${busy.id}`);
    expect(answer.body).toMatchObject({ code: 'department_in_use', conversations: 1 });
    await free();
    expect((await ines.delete(`/departments/${busy.id}`)).status).toBe(204);
  });

  it('F4: a manager runs their own departments and no others', async () => {
    const marta = await desk.colleague(ines, 'Marta', 'manager');
    const [own, other] = [await newDepartment(ines, 'Pool'), await newDepartment(ines, 'Gym')];
    await ines.put(`/departments/${own.id}/members`, { userIds: [marta.id] });
    expect((await marta.patch(`/departments/${own.id}`, { name: 'Pool bar' })).status).toBe(200);
    expect((await marta.patch(`/departments/${other.id}`, { name: 'Mine' })).body.code).toBe('forbidden');
    expect((await marta.put(`/departments/${other.id}/members`, { userIds: [marta.id] })).body.code).toBe('forbidden');
    expect((await marta.post('/departments', { name: 'Third' })).body.code).toBe('forbidden');
  });

  it('keeps the joining day of who stays, tells open screens, and holds at once', async () => {
    const rui = await desk.colleague(ines, 'Rui', 'agent');
    const { id } = await newDepartment(ines, 'Transfers');
    await ines.put(`/departments/${id}/members`, { userIds: [rui.id] });
    const joined = await desk.sql(`SELECT joined_at FROM department_member WHERE department_id = $1`, [id]);
    expect((await rui.get('/me')).body.departments).toEqual([{ id, name: 'Transfers' }]);
    const set = await ines.put(`/departments/${id}/members`, { userIds: [rui.id, ines.id, rui.id] });
    expect(set.body.members.map(({ name }: { name: string }) => name)).toEqual(['Ines', 'Rui']);
    expect(
      await desk.sql(`SELECT joined_at FROM department_member WHERE department_id = $1 AND user_id = $2`, [id, rui.id]),
    ).toEqual(joined);
    await ines.put(`/departments/${id}/members`, { userIds: [ines.id] });
    expect((await rui.get('/me')).body.departments).toEqual([]);
    const told = await desk.sql(
      `SELECT subject_id FROM change WHERE kind = 'membership.changed' ORDER BY position DESC LIMIT 1`,
    );
    expect(told).toEqual([{ subject_id: rui.id }]);
  });

  it('E17: goes through the list page by page in the menu’s order', async () => {
    const boreal = await desk.hotel('Hotel Boreal');
    for (const name of ['Spa', 'Bar', 'Gym', 'Pool'])
      await newDepartment(boreal, name, { menuOrder: name === 'Spa' ? 0 : 3 });
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await boreal.get(`/departments?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...body.items.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(['Reception', 'Spa', 'Bar', 'Gym', 'Pool']);
  });
});

describe('users', () => {
  it('keeps at least one administrator, also when two demote each other', async () => {
    const celeste = await desk.hotel('Hotel Celeste');
    expect((await celeste.patch(`/users/${celeste.id}`, { role: 'agent' })).body.code).toBe('last_admin');
    expect((await celeste.delete(`/users/${celeste.id}`)).body.code).toBe('last_admin');
    const second = await desk.colleague(celeste, 'Duarte', 'admin');
    const answers = await Promise.all([
      celeste.patch(`/users/${second.id}`, { role: 'viewer' }),
      second.patch(`/users/${celeste.id}`, { active: false }),
    ]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const admins = await desk.sql(`SELECT 1 FROM app_user WHERE hotel_id = $1 AND role = 'admin' AND active`, [
      celeste.hotelId,
    ]);
    expect(admins).toHaveLength(1);
  });

  it('has each e-mail once per hotel, whatever its case', async () => {
    const leo = { email: 'leo@aurora.example', name: 'Leo', role: 'agent', password: PASSWORD };
    expect((await ines.post('/users', leo)).status).toBe(201);
    expect((await ines.post('/users', { ...leo, email: 'LEO@Aurora.example' })).body.code).toBe('user_exists');
  });

  it('lets nobody set the password of a person who works for another hotel too', async () => {
    const dune = await desk.hotel('Hotel Dune');
    const shared = { email: 'shared@chain.example', name: 'Sol', role: 'agent', password: PASSWORD };
    await ines.post('/users', shared);
    const linked = await dune.post('/users', { ...shared, password: 'a password of the dune' });
    for (const change of [{ password: 'now it is mine 123' }, { email: 'taken@dune.example' }]) {
      expect((await dune.patch(`/users/${linked.body.id}`, change)).body.code).toBe('login_shared');
    }
    expect(
      (await desk.ask('POST', '/auth/login', { email: shared.email, password: PASSWORD, hotelId: dune.hotelId }))
        .status,
    ).toBe(200);
  });

  it('ends the sessions of who gets a new password or is switched off', async () => {
    const vera = await desk.colleague(ines, 'Vera', 'agent');
    expect((await ines.patch(`/users/${vera.id}`, { password: 'fresh towels daily' })).status).toBe(200);
    expect((await vera.get('/me')).body.code).toBe('session_ended');
    expect((await desk.signIn(vera.email, 'fresh towels daily')).id).toBe(vera.id);
  });

  it('adds a person without a password, who signs in once one is set', async () => {
    const { body } = await ines.post('/users', { email: 'noa@aurora.example', name: 'Noa', role: 'viewer' });
    expect(body).toMatchObject({ hasPassword: false, active: true, language: 'en' });
    expect((await desk.ask('POST', '/auth/login', { email: 'noa@aurora.example', password: '' })).status).toBe(401);
    await ines.patch(`/users/${body.id}`, { password: 'quiet corridor 7' });
    expect((await desk.signIn('noa@aurora.example', 'quiet corridor 7')).id).toBe(body.id);
  });

  it.each(['short', 'password123', 'weak@aurora.example'])('refuses the password %s', async (password) => {
    const answer = await ines.post('/users', { email: 'weak@aurora.example', name: 'Weak', role: 'agent', password });
    expect([answer.status, answer.body.code]).toEqual([400, 'weak_password']);
  });

  it.each([
    ['a name of code points that are no characters', { name: '\uFFFE\uFFFE' }, 'name'],
    ['a name of fillers', { name: '\u3164\u115F' }, 'name'],
    ['a name of joiners and spaces', { name: '\u200D \u00A0' }, 'name'],
    ['a name that turns its order round', { name: 'Ana \u202Enimda' }, 'name'],
    ['a name with a NUL', { name: 'A\0na' }, 'name'],
    ['a name with half a character', { name: 'Ana \ud83d' }, 'name'],
    ['an e-mail that turns its order round', { email: 'ana\u202E@aurora.example' }, 'email'],
    ['an e-mail with an invisible letter', { email: 'an\u200Ba@aurora.example' }, 'email'],
    ['an e-mail with a NUL', { email: 'ana\0@aurora.example' }, 'email'],
    ['a password with a NUL', { password: 'the lobby\0clock' }, 'password'],
    ['a password with half a character', { password: 'the lobby clock \ud800' }, 'password'],
    ['a password of ten thousand letters', { password: 'towel '.repeat(2_000) }, 'password'],
    ['a password that is a number', { password: 1234567890123 }, 'password'],
  ])('E5: refuses %s, and says which field', async (_, wrong, field) => {
    const ana = { email: 'ana@aurora.example', name: 'Ana', role: 'agent', ...wrong };
    const answer = await olga.post('/users', ana);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_input']);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toEqual([field]);
  });

  it.each([
    ['Ana 🛎️', 1],
    ['محمد', 2],
    ['Zoë O’Brien', 3],
    ['👩‍🍳', 4],
    ['李', 5],
  ])('E5: knows people named %s', async (name, n) => {
    const answer = await olga.post('/users', { email: `person${n}@aurora.example`, name, role: 'agent' });
    expect([answer.status, answer.body.name]).toEqual([201, name]);
  });

  it('gives a moved e-mail a login of its own', async () => {
    const { body } = await ines.post('/users', {
      email: 'before@aurora.example',
      name: 'Mia',
      role: 'agent',
      password: PASSWORD,
    });
    const moved = await ines.patch(`/users/${body.id}`, {
      email: 'After@Aurora.example',
      password: 'a different password',
    });
    expect(moved.body).toMatchObject({ email: 'after@aurora.example', hasPassword: true });
    expect((await desk.signIn('after@aurora.example', 'a different password')).id).toBe(body.id);
    expect((await desk.ask('POST', '/auth/login', { email: 'before@aurora.example', password: PASSWORD })).status).toBe(
      401,
    );
  });
});

describe('the hotel', () => {
  it('changes its settings, one editor after another', async () => {
    const changed = await ines.patch('/hotel', {
      name: 'Aurora Palace',
      languages: ['pt', 'en', 'de'],
      autoReply: { enabled: false },
      version: 1,
    });
    expect(changed.body).toMatchObject({
      name: 'Aurora Palace',
      languages: ['pt', 'en', 'de'],
      autoReply: { enabled: false },
      version: 2,
    });
    expect((await ines.get('/hotel')).body).toEqual(changed.body);
    expect((await ines.patch('/hotel', { name: 'Other', version: 1 })).body.code).toBe('version_conflict');
  });

  it.each([
    { timeZone: 'Mars/Olympus' },
    { country: 'XX' },
    { languages: [] },
    { languages: ['Portuguese'] },
    { frontDeskDepartmentId: '0190b0c8-0000-7000-8000-000000000000' },
  ])('E20: refuses %j', async (wrong) => {
    expect((await ines.patch('/hotel', wrong)).body.code).toBe('invalid_input');
  });

  it('E18: writes down who changed what', async () => {
    const rows = await desk.sql(
      `SELECT actor_id, action, before->>'name' AS was, after->>'name' AS is FROM audit_entry WHERE action = 'hotel.changed' ORDER BY id LIMIT 1`,
    );
    expect(rows).toEqual([{ actor_id: ines.id, action: 'hotel.changed', was: 'Hotel Aurora', is: 'Aurora Palace' }]);
    const all = JSON.stringify(await desk.sql(`SELECT * FROM audit_entry`));
    expect(all).not.toContain(PASSWORD);
    expect(all).not.toContain('argon2');
  });
});

describe('sent twice is made once', () => {
  const key = (value: string): Record<string, string> => ({ 'idempotency-key': value });

  it('makes one department of twenty parallel tries with one key, and answers all alike', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => ines.post('/departments', { name: 'Library' }, key('k-1'))),
    );
    for (const { status, body } of answers) expect([status, body]).toEqual([201, answers[0]?.body]);
  });

  it('refuses the key with another body, or at another address', async () => {
    expect((await ines.post('/departments', { name: 'Cinema' }, key('k-1'))).body.code).toBe('idempotency_key_reused');
    const user = { email: 'kim@aurora.example', name: 'Kim', role: 'agent' };
    expect((await ines.post('/users', user, key('k-1'))).body.code).toBe('idempotency_key_reused');
  });

  it('gives the key free when the work failed, and belongs to one person', async () => {
    await newDepartment(ines, 'Kids club');
    expect((await ines.post('/departments', { name: 'Kids club' }, key('k-2'))).status).toBe(409);
    expect((await ines.post('/departments', { name: 'Kids corner' }, key('k-2'))).status).toBe(201);
    expect((await olga.post('/departments', { name: 'Terrace' }, key('k-2'))).status).toBe(201);
  });

  it('refuses a key that is none', async () => {
    expect((await ines.post('/departments', { name: 'X' }, key('x'.repeat(256)))).body.code).toBe(
      'invalid_idempotency_key',
    );
  });
});

/** A guest being served in a department. Returns what closes it. */
async function activeConversation(departmentId: string): Promise<() => Promise<unknown>> {
  const id = '0190b0c8-1111-7000-8000-000000000001';
  await desk.sql(
    `WITH c AS (INSERT INTO channel (hotel_id, id, provider, name, created_at, updated_at) VALUES ($1, $2, 'meta-cloud', 'W', now(), now())),
     t AS (INSERT INTO chat (hotel_id, id, channel_id, external_id, kind, created_at) VALUES ($1, $2, $2, 'x', 'person', now()))
     INSERT INTO conversation (hotel_id, id, chat_id, type, status, department_id, last_message_at, expires_at, opened_at, updated_at)
     VALUES ($1, $2, $2, 'service', 'active', $3, now(), now(), now(), now())`,
    [ines.hotelId, id, departmentId],
  );
  return () => desk.sql(`UPDATE conversation SET status = 'closed' WHERE id = $1`, [id]);
}
