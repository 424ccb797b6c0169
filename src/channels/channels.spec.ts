import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PeopleDesk, type Person } from '../../test/support/people-app.js';
import { Channels, ChannelsModule } from './index.js';

const SECRETS = {
  accessToken: 'EAAJBsecret-of-the-hotel-4f2f',
  appSecret: 'b1946ac92492d2347c6235b4d2611184',
  verifyToken: 'short-one',
};

let desk: PeopleDesk;
let ines: Person;
let number = 106540352242900;

beforeAll(async () => {
  desk = await PeopleDesk.open({ PUBLIC_URL: 'https://desk.aurora.example' }, [ChannelsModule]);
  ines = await desk.hotel('Hotel Aurora');
});
afterAll(() => desk.close());

const whatsapp = (extra: object = {}): object => ({
  provider: 'meta-cloud',
  name: 'Front number',
  phoneNumber: '+351 912 345 678',
  settings: { phoneNumberId: String(number++), wabaId: '102290129340398' },
  credentials: SECRETS,
  ...extra,
});

describe('connecting a number', () => {
  it('works at once and tells where the provider must post', async () => {
    const { status, body } = await ines.post('/channels', whatsapp());
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'connected',
      phoneNumber: '+351912345678',
      webhookUrl: `https://desk.aurora.example/webhooks/meta-cloud/${body.id}`,
      capabilities: { buttons: { max: 3 } },
      lastEventAt: null,
    });
    const connection = await desk.app.get(Channels).forWebhook('meta-cloud', body.id);
    expect(connection).toMatchObject({ hotelId: ines.hotelId, accountId: '102290129340398', credentials: SECRETS });
  });

  it('B9: never shows a credential again, and keeps none readable in the database or the audit log', async () => {
    const created = await ines.post('/channels', whatsapp());
    const changed = await ines.patch(`/channels/${created.body.id}`, {
      credentials: { verifyToken: 'another-verify-token' },
    });
    const read = await ines.get(`/channels/${created.body.id}`);
    const list = await ines.get('/channels');
    expect(read.body.credentials).toEqual({
      accessToken: { set: true, endsWith: '4f2f' },
      appSecret: { set: true, endsWith: '1184' },
      verifyToken: { set: true, endsWith: 'oken' },
    });
    const told = [created, changed, read, list].map(({ raw }) => raw.body).join();
    const rows = await desk.sql(`SELECT encode(credentials, 'escape') AS sealed, c.* FROM channel c`);
    const audit = await desk.sql(`SELECT * FROM audit_entry`);
    for (const secret of [...Object.values(SECRETS), 'another-verify-token']) {
      expect(told).not.toContain(secret);
      expect(JSON.stringify([rows, audit])).not.toContain(secret);
    }
  });

  it('B9: opens no credentials that were copied to another channel, and leaves that door closed', async () => {
    const [one, two] = [await ines.post('/channels', whatsapp()), await ines.post('/channels', whatsapp())];
    await desk.sql(`UPDATE channel SET credentials = (SELECT credentials FROM channel WHERE id = $1) WHERE id = $2`, [
      one.body.id,
      two.body.id,
    ]);
    desk.app.get(Channels).forget({ hotelId: ines.hotelId, provider: 'meta-cloud', id: two.body.id });
    expect((await desk.app.get(Channels).forWebhook('meta-cloud', two.body.id))?.credentials).toBeNull();
  });

  it('keeps the credentials a change leaves out, and the new ones hold at once', async () => {
    const { body } = await ines.post('/channels', whatsapp());
    const channels = desk.app.get(Channels);
    await channels.connection(ines.hotelId, body.id);
    await ines.patch(`/channels/${body.id}`, {
      name: 'Spa number',
      credentials: { appSecret: 'a-brand-new-app-secret' },
    });
    const { name, credentials } = await channels.connection(ines.hotelId, body.id);
    expect(name).toBe('Spa number');
    expect(credentials).toEqual({ ...SECRETS, appSecret: 'a-brand-new-app-secret' });
  });

  it('closes the door of a removed channel and keeps its row', async () => {
    const { body } = await ines.post('/channels', whatsapp());
    const channels = desk.app.get(Channels);
    await channels.forWebhook('meta-cloud', body.id);
    expect((await ines.delete(`/channels/${body.id}`)).status).toBe(204);
    expect(await channels.forWebhook('meta-cloud', body.id)).toBeNull();
    expect((await ines.get(`/channels/${body.id}`)).status).toBe(404);
    expect(await desk.sql(`SELECT credentials, status FROM channel WHERE id = $1`, [body.id])).toEqual([
      { credentials: null, status: 'disconnected' },
    ]);
  });

  it('knows the other numbers of the hotel, and no other hotel’s', async () => {
    const boreal = await desk.hotel('Hotel Boreal');
    const [one, two] = [await boreal.post('/channels', whatsapp()), await boreal.post('/channels', whatsapp())];
    const channels = desk.app.get(Channels);
    const siblings = await channels.siblings(await channels.connection(boreal.hotelId, one.body.id));
    expect(siblings.map(({ id }) => id)).toEqual([two.body.id]);
    await expect(channels.connection(ines.hotelId, one.body.id)).rejects.toThrow('No such channel');
    expect((await ines.get(`/channels/${one.body.id}`)).status).toBe(404);
  });
});

describe('what is refused', () => {
  it.each([
    ['another provider', { provider: 'waha', settings: {}, credentials: {} }, 'provider_not_available'],
    [
      'a Graph address inside the house',
      { settings: { phoneNumberId: '1', wabaId: '2', graphUrl: 'http://10.0.0.7:8080' } },
      'graph_url_not_allowed',
    ],
    [
      'the provider without TLS',
      { settings: { phoneNumberId: '1', wabaId: '2', graphUrl: 'http://graph.facebook.com' } },
      'graph_url_not_allowed',
    ],
    ['a missing secret', { credentials: { accessToken: 'x', verifyToken: 'y' } }, 'invalid_input'],
    ['an unknown setting', { settings: { phoneNumberId: '1', wabaId: '2', colour: 'red' } }, 'invalid_input'],
    ['a number that is none', { phoneNumber: '12' }, 'invalid_phone'],
  ])('%s', async (_, extra, code) => {
    const { status, body } = await ines.post('/channels', whatsapp(extra));
    expect([status, body.code]).toEqual([400, code]);
  });

  it('the same number twice, also in the same moment', async () => {
    const same = whatsapp();
    const answers = await Promise.all([ines.post('/channels', same), ines.post('/channels', same)]);
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual(['201', '409']);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('channel_exists');
  });

  it('an agent who asks for credentials’ hints or changes', async () => {
    const rui = await desk.colleague(ines, 'Rui', 'agent');
    const { body } = await ines.post('/channels', whatsapp());
    expect((await rui.get(`/channels/${body.id}`)).body.credentials).toBeNull();
    expect((await rui.patch(`/channels/${body.id}`, { name: 'Mine' })).body.code).toBe('forbidden');
  });
});
