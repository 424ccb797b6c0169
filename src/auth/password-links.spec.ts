import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { MailServer, tokenIn } from '../../test/support/mail-server.js';
import { PASSWORD, PeopleDesk, type Answer, type Person } from '../../test/support/people-app.js';

const NEW_PASSWORD = 'brass keys on hooks';

/** The verbs of somebody who cannot sign in, at this desk. */
function visitorAt(desk: PeopleDesk): {
  forgets: (email: string) => Promise<Answer>;
  looks: (token: string) => Promise<Answer>;
  chooses: (token: string, password?: string) => Promise<Answer>;
} {
  return {
    forgets: (email) => desk.ask('POST', '/auth/forgot', { email }),
    looks: (token) => desk.ask('POST', '/auth/password-link', { token }),
    chooses: (token, password = NEW_PASSWORD) => desk.ask('POST', '/auth/password', { token, password }),
  };
}

const tokenOf = ({ body }: Answer): string => new URL(body.url).hash.replace('#token=', '');
const statuses = (answers: Answer[]): number[] => answers.map(({ status }) => status).toSorted((a, b) => a - b);

describe('without e-mail', () => {
  let desk: PeopleDesk;
  let ines: Person;
  let visitor: ReturnType<typeof visitorAt>;
  beforeAll(async () => {
    desk = await PeopleDesk.open();
    ines = await desk.hotel('Hotel Aurora');
    visitor = visitorAt(desk);
  });
  afterAll(() => desk.close());

  const added = async (name: string, extra: object = {}): Promise<{ id: string; email: string }> => {
    const email = `${name.toLowerCase()}@aurora.example`;
    return (await ines.post('/users', { email, name, role: 'agent', ...extra })).body;
  };

  it('invites somebody by a link to copy, with which they choose their password and come in', async () => {
    const noa = await added('Noa');
    const given = await ines.post(`/users/${noa.id}/link`);
    expect(given.status).toBe(201);
    expect(given.body).toMatchObject({ kind: 'invitation', emailedTo: null });
    expect(given.headers['cache-control']).toBe('no-store');
    expect(given.body.url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/password#token=[\w-]{43}$/);
    const listed = (await ines.get('/users')).body.items.find(({ id }: { id: string }) => id === noa.id);
    expect(listed).toMatchObject({ hasPassword: false, invitedUntil: given.body.expiresAt });
    expect((await visitor.looks(tokenOf(given))).body).toMatchObject({
      kind: 'invitation',
      name: 'Noa',
      email: noa.email,
      hotelNames: ['Hotel Aurora'],
      language: 'en',
    });
    expect((await visitor.chooses(tokenOf(given))).status).toBe(204);
    expect((await desk.signIn(noa.email, NEW_PASSWORD)).id).toBe(noa.id);
    const after = (await ines.get('/users')).body.items.find(({ id }: { id: string }) => id === noa.id);
    expect(after).toMatchObject({ hasPassword: true, invitedUntil: null });
  });

  it('is good once, also for two who come in the same moment', async () => {
    const token = tokenOf(await ines.post(`/users/${(await added('Mia')).id}/link`));
    expect(statuses(await Promise.all([visitor.chooses(token), visitor.chooses(token)]))).toEqual([204, 403]);
    expect((await visitor.looks(token)).body.code).toBe('link_invalid');
  });

  it('keeps the link when the password was too weak', async () => {
    const token = tokenOf(await ines.post(`/users/${(await added('Ugo')).id}/link`));
    expect((await visitor.chooses(token, 'password123')).body.code).toBe('weak_password');
    expect((await visitor.chooses(token)).status).toBe(204);
  });

  it('is void when it is too old, when a newer one was given, or a password was set meanwhile', async () => {
    const leo = await added('Leo');
    const link = async (): Promise<string> => tokenOf(await ines.post(`/users/${leo.id}/link`));
    const first = await link();
    const second = await link();
    expect((await visitor.looks(first)).body.code).toBe('link_invalid');
    await desk.sql(`UPDATE password_link SET expires_at = $1`, [new Date(Date.now() - 1)]);
    expect((await visitor.chooses(second)).body.code).toBe('link_invalid');
    const third = await link();
    await ines.patch(`/users/${leo.id}`, { password: PASSWORD });
    expect((await visitor.chooses(third)).body.code).toBe('link_invalid');
  });

  it('opens nothing once its person is switched off, and none is given for them', async () => {
    const rui = await added('Rui');
    const token = tokenOf(await ines.post(`/users/${rui.id}/link`));
    await ines.delete(`/users/${rui.id}`);
    expect((await visitor.chooses(token)).body.code).toBe('link_invalid');
    expect((await ines.post(`/users/${rui.id}/link`)).body.code).toBe('user_inactive');
  });

  it('resets a forgotten password, and ends every session it had', async () => {
    const eva = await desk.colleague(ines, 'Eva', 'agent');
    const given = await ines.post(`/users/${eva.id}/link`);
    expect(given.body.kind).toBe('reset');
    expect((await eva.get('/me')).status).toBe(200); // the old password holds until the link is used
    expect((await visitor.chooses(tokenOf(given))).status).toBe(204);
    expect((await eva.get('/me')).body.code).toBe('session_ended');
    expect((await desk.ask('POST', '/auth/login', { email: eva.email, password: PASSWORD })).status).toBe(401);
    expect((await desk.signIn(eva.email, NEW_PASSWORD)).id).toBe(eva.id);
  });

  it('tells who forgot only that no e-mail is sent here, whoever they are', async () => {
    for (const email of [ines.email, 'nobody@aurora.example']) {
      const answer = await visitor.forgets(email);
      expect([answer.status, answer.body]).toEqual([202, { byEmail: false }]);
    }
    const made = await desk.sql(`SELECT 1 FROM password_link p JOIN login l ON l.id = p.login_id WHERE l.email = $1`, [
      ines.email,
    ]);
    expect(made).toEqual([]);
  });

  it('promise 10: hands no administrator a link into another hotel', async () => {
    const boreal = await desk.hotel('Hotel Boreal');
    const sol = { email: 'sol@chain.example', name: 'Sol', role: 'agent' };
    const atAurora = (await ines.post('/users', sol)).body;
    const early = tokenOf(await ines.post(`/users/${atAurora.id}/link`));
    const atBoreal = (await boreal.post('/users', sol)).body;
    expect((await visitor.chooses(early)).body.code).toBe('link_invalid'); // made before Boreal took Sol on
    expect((await ines.post(`/users/${atAurora.id}/link`)).body.code).toBe('login_shared');
    expect((await boreal.post(`/users/${atBoreal.id}/link`)).body.code).toBe('login_shared');
    expect((await boreal.post(`/users/${ines.id}/link`)).status).toBe(404);
  });

  it('E18: writes down who made a link and who used it, and never the link', async () => {
    const rows = await desk.sql<{ action: string; actor_kind: string }>(
      `SELECT DISTINCT action, actor_kind FROM audit_entry WHERE action IN ('user.link_made', 'user.password_changed')`,
    );
    expect(rows.map(({ action }) => action).toSorted()).toEqual(['user.link_made', 'user.password_changed']);
    const noa = await added('Nia');
    const token = tokenOf(await ines.post(`/users/${noa.id}/link`));
    const kept = JSON.stringify([
      await desk.sql(`SELECT * FROM audit_entry`),
      await desk.sql(`SELECT * FROM password_link`),
      await desk.sql(`SELECT * FROM idempotency_key`),
    ]);
    expect(kept).not.toContain(token);
  });

  it.each(['', 'x'.repeat(201), 5, null, 'half \ud800'])('refuses the token %j', async (token) => {
    const answer = await desk.ask('POST', '/auth/password-link', { token });
    expect([400, 403]).toContain(answer.status);
  });
});

describe('with e-mail', () => {
  let mail: MailServer;
  let desk: PeopleDesk;
  let ines: Person;
  let visitor: ReturnType<typeof visitorAt>;
  beforeAll(async () => {
    mail = await MailServer.open();
    desk = await PeopleDesk.open({ SMTP_URL: mail.url, MAIL_FROM: 'Hotel Aurora <desk@aurora.example>' });
    ines = await desk.hotel('Hotel Aurora');
    visitor = visitorAt(desk);
  });
  afterAll(async () => {
    await desk.close();
    await mail.close();
  });

  it('sends an invitation in the person’s language, and shows the link to nobody else', async () => {
    const { body: noa } = await ines.post('/users', {
      email: 'noa@aurora.example',
      name: 'Noa Café',
      role: 'viewer',
      language: 'pt-BR',
    });
    const given = await ines.post(`/users/${noa.id}/link`);
    expect(given.body).toMatchObject({ kind: 'invitation', url: null, emailedTo: noa.email });
    const received = await mail.mailTo(noa.email);
    expect(received.raw).toContain('Olá, Noa Café!');
    expect(received.raw).toContain('From: Hotel Aurora <desk@aurora.example>');
    expect((await visitor.chooses(tokenIn(received))).status).toBe(204);
    expect((await desk.signIn(noa.email, NEW_PASSWORD)).id).toBe(noa.id);
  });

  it('sends who forgot their password a link, and who is unknown nothing, with one answer', async () => {
    const before = mail.received.length;
    const [known, unknown] = [await visitor.forgets(ines.email), await visitor.forgets('nobody@aurora.example')];
    expect([known.status, known.body]).toEqual([202, { byEmail: true }]);
    expect([unknown.status, unknown.body]).toEqual([202, { byEmail: true }]);
    const received = await mail.mailTo(ines.email);
    expect((await visitor.looks(tokenIn(received))).body).toMatchObject({ kind: 'reset', email: ines.email });
    expect((await visitor.chooses(tokenIn(received))).status).toBe(204);
    ines = await desk.signIn(ines.email, NEW_PASSWORD);
    expect(mail.received.slice(before).map(({ to }) => to)).toEqual([[ines.email]]);
  });

  it('lets nobody void an invitation by saying they forgot', async () => {
    const { body: kai } = await ines.post('/users', { email: 'kai@aurora.example', name: 'Kai', role: 'agent' });
    await ines.post(`/users/${kai.id}/link`);
    const invitation = tokenIn(await mail.mailTo(kai.email));
    const before = mail.received.length;
    await visitor.forgets(kai.email);
    await expect.poll(() => mail.received.length).toBe(before + 1);
    expect((await visitor.chooses(invitation)).status).toBe(204);
    expect((await visitor.looks(tokenIn(await mail.mailTo(kai.email)))).body.code).toBe('link_invalid');
  });

  it('E16: sends three e-mails an hour to one address, and counts unknown ones alike', async () => {
    for (const email of [(await desk.colleague(ines, 'Lara', 'agent')).email, 'stranger@aurora.example']) {
      const answers: Answer[] = [];
      for (let n = 0; n < 4; n++) answers.push(await visitor.forgets(email));
      expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 429]);
      expect(Number(answers[3]?.headers['retry-after'])).toBeGreaterThan(3_000);
    }
  });

  it('reaches a person of two hotels in their own mailbox alone', async () => {
    const boreal = await desk.hotel('Hotel Boreal');
    const sol = { email: 'sol@chain.example', name: 'Sol', role: 'agent' };
    await ines.post('/users', sol);
    const { body: atBoreal } = await boreal.post('/users', sol);
    expect((await boreal.post(`/users/${atBoreal.id}/link`)).body).toMatchObject({ url: null, emailedTo: sol.email });
    mail.refusing = true;
    const refused = await boreal.post(`/users/${atBoreal.id}/link`);
    mail.refusing = false;
    expect([refused.status, refused.body.code]).toEqual([503, 'mail_not_sent']);
    expect(JSON.stringify(refused.body)).not.toContain('token');
  });

  it('shows the link to be copied when the mail server does not take it', async () => {
    const { body: ana } = await ines.post('/users', { email: 'ana@aurora.example', name: 'Ana', role: 'agent' });
    mail.refusing = true;
    const given = await ines.post(`/users/${ana.id}/link`);
    mail.refusing = false;
    expect(given.body).toMatchObject({ emailedTo: null });
    expect((await visitor.chooses(tokenOf(given))).status).toBe(204);
  });
});
