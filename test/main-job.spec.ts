import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { connectNumber, type DeskApi } from '../src/bench/desk-api.js';
import { startDeskProcess, type DeskProcess } from '../src/bench/desk-process.js';
import { readConfig } from '../src/config/index.js';
import { openClient } from '../src/database/pg-client.js';
import { startDatabase } from '../src/database/start-database.js';
import { MetaCloudSimulator, type SimGuest } from '../src/simulators/index.js';

interface Conversation {
  id: string;
  name: string;
  type: string;
  department: { name: string } | null;
  lastMessage: { preview: string } | null;
  unreadCount: number;
}
interface Message {
  id: string;
  direction: string;
  status: string;
  content: { type: string; text?: string };
  author: { kind: string };
}
interface MessageEvent {
  position: string;
  data: { message: Message; conversation: Conversation };
}

/** The built program, a simulated Cloud API, a real socket: the whole way of one guest's wish. */
describe('the main job', () => {
  let desk: DeskProcess;
  let cloud: MetaCloudSimulator;
  let api: DeskApi;
  let ana: SimGuest;
  let socket: Socket;
  const events: { name: string; event: MessageEvent }[] = [];

  beforeAll(async () => {
    cloud = new MetaCloudSimulator();
    desk = await startDeskProcess({ META_GRAPH_URL: await cloud.listen() });
    const connected = await connectNumber(desk, cloud.about());
    api = connected.api;
    cloud.webhooks.url = `${desk.url}/webhooks/meta-cloud/${connected.channelId}`;
    ana = cloud.addGuest({ name: 'Ana Sousa', phone: '+351 912 345 678', locale: 'pt-PT' });
    await api('POST', '/departments', { name: 'Housekeeping', names: { pt: 'Andares' }, keywords: ['almofada'] });
    await api('PATCH', '/hotel', { languages: ['en', 'pt'] });

    const { accessToken } = (await (
      await fetch(`${desk.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(desk.login),
      })
    ).json()) as { accessToken: string };
    socket = io(`${desk.url}/staff`, { auth: { token: accessToken }, transports: ['websocket'] });
    socket.onAny((name: string, event: MessageEvent) => events.push({ name, event }));
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve);
      socket.once('connect_error', reject);
    });
  }, 60_000);

  afterAll(async () => {
    socket?.close();
    await cloud?.close();
    await desk?.stop();
  }, 30_000);

  const told = async (match: (name: string, event: MessageEvent) => boolean): Promise<MessageEvent> => {
    const end = Date.now() + 30_000;
    for (;;) {
      const found = events.find(({ name, event }) => match(name, event));
      if (found) return found.event;
      if (Date.now() > end) throw new Error(`no such event among ${JSON.stringify(events.map(({ name }) => name))}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('stores what a guest writes, names the conversation and shows it live (C2, A2, A5, B2, D2, F3)', async () => {
    const sent = await ana.writes('Boa tarde, preciso de toalhas');
    expect(sent.acknowledged).toBe(true);
    const { data } = await told(
      (name, event) => name === 'message.created' && event.data.message.direction === 'inbound',
    );
    expect(data.message.content).toMatchObject({ type: 'text', text: 'Boa tarde, preciso de toalhas' });
    expect(data.conversation).toMatchObject({ name: 'Ana Sousa', type: 'general', department: null, unreadCount: 1 });
  });

  it('offers the departments in the guest’s language and opens the one that is pressed (E24, E12, E13)', async () => {
    const menu = await ana.receives((message) => message.type === 'interactive');
    // The card of a guest who waits keeps the guest's words, in events as in the list (L1).
    const { data } = await told(
      (name, event) => name === 'message.created' && event.data.message.author.kind === 'automation',
    );
    expect(data.conversation.lastMessage).toMatchObject({ preview: 'Boa tarde, preciso de toalhas' });
    expect(JSON.stringify(menu.buttons)).toContain('Andares');
    await ana.presses('Andares');
    const opened = await told(
      (name, event) => name === 'conversation.updated' && JSON.stringify(event.data).includes('Housekeeping'),
    );
    expect(opened.data).toMatchObject({ type: 'service', department: { name: 'Housekeeping' } });
  });

  it('carries the answer to the guest’s phone and its ticks back, never backwards (B5, C1, C3, A4, E1)', async () => {
    const { items } = await api<{ items: Conversation[] }>('GET', '/conversations?status=active');
    const conversation = items.find((item) => item.department?.name === 'Housekeeping');
    const message = await api<Message>('POST', `/conversations/${conversation?.id}/messages`, {
      content: { type: 'text', text: 'Estamos a caminho, Ana.' },
      clientId: 'answer-1',
    });
    expect(message).toMatchObject({ status: 'queued', author: { kind: 'user' } });
    await ana.receives('Estamos a caminho, Ana.');
    await ana.reads();
    await told(
      (name, event) =>
        name === 'message.updated' && event.data.message.id === message.id && event.data.message.status === 'read',
    );
    const history = await api<{ statuses: { status: string }[] }>('GET', `/messages/${message.id}/history`);
    expect(history.statuses.map((item) => item.status)).toEqual(expect.arrayContaining(['sent', 'delivered', 'read']));
    const order = ['queued', 'sending', 'unconfirmed', 'sent', 'delivered', 'read'];
    const shown = events.flatMap(({ event }) =>
      event.data.message?.id === message.id ? [order.indexOf(event.data.message.status)] : [],
    );
    expect(shown).toEqual(shown.toSorted((a, b) => a - b));
  });

  it('answers the same clientId with the same message, and sends it once (B5)', async () => {
    const { items } = await api<{ items: Conversation[] }>('GET', '/conversations?status=active');
    const path = `/conversations/${items[0]?.id}/messages`;
    const body = { content: { type: 'text', text: 'Once only' }, clientId: 'twice' };
    const both = await Promise.all([api<Message>('POST', path, body), api<Message>('POST', path, body)]);
    expect(both[0].id).toBe(both[1].id);
    await ana.receives('Once only');
    await cloud.settled();
    expect(cloud.accepted.filter((call) => JSON.stringify(call.body).includes('Once only'))).toHaveLength(1);
  });

  it('opens a department for a guest who names its matter, without a menu (E24)', async () => {
    const rui = cloud.addGuest({ name: 'Rui Prado', phone: '+351 913 000 222', locale: 'pt-PT' });
    await rui.writes('Boa tarde, pode ser mais uma ALMOFADA?');
    const answer = await rui.receives((message) => message.side === 'hotel');
    expect(answer.text).toContain('Andares');
    const { items } = await api<{ items: Conversation[] }>('GET', '/conversations?status=active');
    expect(items.find((item) => item.name === 'Rui Prado')).toMatchObject({
      type: 'service',
      department: { name: 'Housekeeping' },
    });
  });

  it('gives a socket that was away what it missed, and every screen comes from us (A5, B4)', async () => {
    const { position } = await told((name) => name === 'message.created');
    await ana.writes('Obrigada!');
    await told((name, event) => name === 'message.created' && event.data.message.content.text === 'Obrigada!');
    const missed = (await socket.timeout(5_000).emitWithAck('resume', { since: position })) as {
      ok: boolean;
      events: { name: string; data: { message?: Message } }[];
    };
    expect(missed.ok).toBe(true);
    expect(missed.events.some(({ data }) => data.message?.content.text === 'Obrigada!')).toBe(true);
    const page = await fetch(`${desk.url}/inbox/waiting`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  it('puts a message that cannot be routed before a person and goes on behind it (E3, E20)', async () => {
    const database = await startDatabase(readConfig({ DATA_DIR: desk.dataDir, LOG_LEVEL: 'fatal' }), { join: true });
    const client = openClient(database);
    await client.connect();
    const rui = cloud.addGuest({ name: 'Rui Carvalho', phone: '+351 913 000 111', locale: 'pt-PT' });
    try {
      await client.query(`UPDATE hotel SET auto_reply = 'null'`);
      await rui.writes('Bom dia');
      const review = async (): Promise<string[]> =>
        (await api<{ items: { code: string }[] }>('GET', '/review')).items.map(({ code }) => code);
      await vi.waitFor(async () => expect(await review()).toEqual(['routing_failed']), {
        timeout: 40_000,
        interval: 200,
      });
      await client.query(`UPDATE hotel SET auto_reply = '{"enabled": true}'`);
      await rui.writes('Está aí alguém?');
      await rui.receives((message) => message.type === 'interactive');
    } finally {
      await client.end();
      await database.stop();
    }
  }, 30_000);
});
