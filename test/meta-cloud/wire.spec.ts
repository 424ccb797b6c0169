import { Agent } from 'undici';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { ChannelConnection, OutboundContent, OutboundMessage } from '../../src/channels/index.js';
import { MetaCloudAdapter } from '../../src/channels/meta-cloud/index.js';
import { MetaCloudSimulator, type SimGuest } from '../../src/simulators/meta-cloud/index.js';

let meta: MetaCloudSimulator;
let adapter: MetaCloudAdapter;
let channel: ChannelConnection;
let ines: SimGuest;
let agent: Agent;

beforeEach(async () => {
  meta = new MetaCloudSimulator();
  const graphUrl = await meta.listen();
  agent = new Agent();
  adapter = new MetaCloudAdapter({ graphUrl, agent });
  const { accessToken, appSecret, verifyToken, phoneNumberId, wabaId } = meta.about();
  channel = {
    hotelId: 'hotel',
    id: 'channel',
    provider: 'meta-cloud',
    name: 'Reception',
    phoneNumber: '+34910000111',
    externalId: phoneNumberId,
    accountId: wabaId,
    settings: {},
    credentials: { accessToken, appSecret, verifyToken },
  };
  ines = meta.addGuest({ name: 'Inês Carvalho', phone: '+351 912 345 678', locale: 'pt-PT' });
  await ines.writes('Olá!');
});

afterEach(async () => {
  await meta.close();
  await agent.destroy();
});

const text = (words: string): OutboundContent => ({ type: 'text', text: words });

function toInes(content: OutboundContent, more: Partial<OutboundMessage> = {}): OutboundMessage {
  return { to: { phone: ines.waId }, content, ref: 'attempt-1', replyToProviderId: null, ...more };
}

function send(content: OutboundContent, more: Partial<OutboundMessage> = {}, withinMs = 5_000) {
  return adapter.send(channel, toInes(content, more), AbortSignal.timeout(withinMs));
}

describe('sending to a guest', () => {
  it('C1: brings the words to the phone and keeps the id that WhatsApp gave', async () => {
    const outcome = await send(text('O quarto 204 está pronto.'));

    const [arrived] = ines.inbox;
    expect(outcome).toEqual({ kind: 'accepted', providerId: arrived!.id });
    expect(arrived).toMatchObject({ text: 'O quarto 204 está pronto.', ref: 'attempt-1' });
    expect(meta.calls.at(-1)).toMatchObject({
      path: `/v25.0/${meta.about().phoneNumberId}/messages`,
      body: { messaging_product: 'whatsapp', to: '+351912345678', recipient_type: 'individual' },
    });
  });

  it('C1: uses the Graph version of the channel', async () => {
    channel.settings = { graphVersion: 'v23.0' };
    await send(text('Olá'));
    expect(meta.calls.at(-1)!.path).toMatch(/^\/v23\.0\//);
  });

  it('C1: sends every kind of message the far side takes', async () => {
    const media = { providerMediaId: '1830045561122334', filename: 'mapa.pdf' };
    const contents: OutboundContent[] = [
      { type: 'image', ...media, caption: 'Mapa' },
      { type: 'video', ...media, caption: null },
      { type: 'document', ...media, caption: 'Fatura' },
      { type: 'audio', ...media, caption: null, voice: true },
      { type: 'sticker', ...media, caption: null },
      { type: 'location', latitude: 40.4169, longitude: -3.7035, name: 'Hotel', address: null },
      {
        type: 'contacts',
        contacts: [
          { name: 'Receção', organisation: null, phones: [{ phone: '+34910000111', type: 'WORK' }], emails: [] },
        ],
      },
      {
        type: 'buttons',
        body: 'Late check-out?',
        buttons: [
          { id: 'yes', title: 'Sim' },
          { id: 'no', title: 'Não' },
        ],
      },
      {
        type: 'list',
        body: 'Escolha',
        button: 'Ver opções',
        sections: [{ title: null, rows: [{ id: 'towels', title: 'Toalhas', description: '2 extra' }] }],
      },
      {
        type: 'template',
        name: 'pre_arrival',
        language: 'pt_PT',
        text: null,
        components: [
          {
            type: 'body',
            parameters: [
              { type: 'text', text: 'Inês' },
              { type: 'text', text: '21/11' },
            ],
          },
          { type: 'button', subType: 'quick_reply', index: 0, parameters: [{ type: 'payload', payload: 'CONFIRM' }] },
        ],
      },
    ];
    for (const content of contents) expect(await send(content), content.type).toMatchObject({ kind: 'accepted' });
    expect(ines.inbox).toHaveLength(contents.length);
    expect(ines.lastReceived).toMatchObject({
      text: 'Olá Inês, esperamos por si no dia 21/11.',
      buttons: [{ id: 'CONFIRM', title: 'Confirmar' }],
    });
  });

  it('C1: puts a reaction on the guest’s message and takes it back', async () => {
    const { id } = await ines.writes('Obrigada!');
    await send({ type: 'reaction', targetProviderId: id, emoji: '👍' });
    expect(ines.thread.at(-1)).toMatchObject({ id, reaction: '👍' });
    await send({ type: 'reaction', targetProviderId: id, emoji: null });
    expect(ines.thread.at(-1)).toMatchObject({ id, reaction: null });
  });

  it('C1: quotes the message it answers, and reaches a guest by user id alone', async () => {
    const { id } = await ines.writes('Boa noite');
    await send(text('Boa noite!'), { to: { userId: ines.userId }, replyToProviderId: id });
    expect(ines.lastReceived).toMatchObject({ text: 'Boa noite!', replyTo: id });
    expect(meta.calls.at(-1)!.body).toMatchObject({ recipient: ines.userId });
    expect(meta.calls.at(-1)!.body).not.toHaveProperty('to');
  });

  it('E6: reaches a Brazilian guest whose WhatsApp number lacks the 9 of her phone', async () => {
    const bia = meta.addGuest({ name: 'Bia', phone: '+55 31 98888 7777', waId: '553188887777' });
    await bia.writes('Oi');
    expect(await send(text('Oi, Bia'), { to: { phone: '5531988887777' } })).toMatchObject({ kind: 'accepted' });
    expect(bia.lastReceived!.text).toBe('Oi, Bia');
  });
});

describe('what can go wrong with a send', () => {
  it('C3: a refusal is told in words and with what it affects', async () => {
    meta.faults.refuse(131047);
    expect(await send(text('Olá'))).toMatchObject({
      kind: 'refused',
      failure: { code: 'window_closed', passes: false, scope: 'guest', providerCode: '131047' },
    });
    expect(ines.inbox).toEqual([]);
  });

  it('C3: an expired token stops the channel, and is nowhere in what is kept', async () => {
    channel.credentials = { accessToken: 'EAAwrong' };
    const outcome = await send(text('Olá'));
    expect(outcome).toMatchObject({ kind: 'refused', failure: { code: 'connection_expired', scope: 'channel' } });
    expect(JSON.stringify(outcome)).not.toContain('EAAwrong');
  });

  it('E19: “slow down” says for how long', async () => {
    meta.faults.rateLimited(1, 30);
    expect(await send(text('Olá'))).toMatchObject({
      kind: 'refused',
      failure: { code: 'too_fast', passes: true, retryAfterMs: 30_000 },
    });
  });

  it('E19: an outage in Graph’s own words passes', async () => {
    meta.faults.down(1);
    expect(await send(text('Olá'))).toMatchObject({
      kind: 'refused',
      failure: { code: 'provider_unavailable', passes: true, scope: 'channel' },
    });
  });

  it('E19: a 503 from something in between leaves open whether the message went out', async () => {
    meta.faults.down(1, 'garbage');
    expect(await send(text('Olá'))).toMatchObject({ kind: 'unknown' });
  });

  it('E19: a connection cut after the request is unknown, and the message may well be on the phone', async () => {
    meta.faults.acceptThenCut();
    expect(await send(text('Olá'))).toMatchObject({ kind: 'unknown' });
    expect(ines.inbox).toHaveLength(1);
  });

  it('E19: no answer in time is unknown', async () => {
    meta.faults.slow(400);
    expect(await send(text('Olá'), {}, 50)).toMatchObject({ kind: 'unknown' });
    await ines.receives('Olá');
  });

  it('E19: nobody there is unreachable: nothing went out', async () => {
    await meta.hangUp();
    expect(await send(text('Olá'))).toMatchObject({ kind: 'unreachable' });
  });

  it('E19: a name nobody knows, or giving up before there was a connection, is unreachable', async () => {
    const nowhere = new MetaCloudAdapter({ graphUrl: 'http://graph.invalid', agent });
    expect(await nowhere.send(channel, toInes(text('Olá')), AbortSignal.timeout(5_000))).toMatchObject({
      kind: 'unreachable',
    });
    expect(await adapter.send(channel, toInes(text('Olá')), AbortSignal.abort())).toMatchObject({
      kind: 'unreachable',
    });
    expect(meta.accepted).toEqual([]);
  });

  it('C3: what is not on WhatsApp is accepted first and told later', async () => {
    expect(await send(text('Olá'), { to: { phone: '351900000000' } })).toMatchObject({ kind: 'accepted' });
  });
});

describe('the doors of a channel', () => {
  it.each([
    ['another host', 'http://169.254.169.254'],
    ['the provider without TLS', 'http://graph.facebook.com'],
    ['the provider’s name as a part', 'https://graph.facebook.com.example.org'],
    ['a name with a password', 'https://graph.facebook.com@example.org'],
    ['no address', 'graph'],
  ])('B9: a channel’s own address is refused: %s', async (_what, graphUrl) => {
    channel.settings = { graphUrl };
    expect(await send(text('Olá'))).toMatchObject({ kind: 'refused', failure: { code: 'connection_expired' } });
    expect(meta.calls).toEqual([]);
  });

  it('B9: the house’s own address is taken, also with a path', async () => {
    const house = (await ports()).replace(/\/$/, '');
    channel.settings = { graphUrl: `${house}/sim/meta` };
    expect(await send(text('Olá'))).toMatchObject({ kind: 'accepted' });
  });

  it('B9: without a token nothing is tried', async () => {
    channel.credentials = null;
    expect(await send(text('Olá'))).toMatchObject({ kind: 'refused', failure: { code: 'connection_expired' } });
    expect(meta.calls).toEqual([]);
  });

  /** The simulator's address, from a call's own view. */
  async function ports(): Promise<string> {
    const own = new MetaCloudSimulator(meta.about());
    await meta.close();
    meta = own;
    ines = meta.addGuest({ name: 'Inês', phone: '351912345678' });
    await ines.writes('Olá');
    const graphUrl = await meta.listen();
    adapter = new MetaCloudAdapter({ graphUrl, agent });
    return graphUrl;
  }
});

describe('reading', () => {
  it('E21: marks the guest’s messages as read and shows that somebody types', async () => {
    const seen: string[] = [];
    meta.subscribe((event) => seen.push(event.type));
    const { id } = await ines.writes('Está aí?');
    expect(await adapter.markRead(channel, id, true, AbortSignal.timeout(5_000))).toBe(true);
    expect(seen).toEqual(['message', 'read', 'typing']);
    expect(ines.thread.every((message) => message.status === 'read')).toBe(true);
  });

  it('E21: a mark that fails is no error', async () => {
    expect(await adapter.markRead(channel, 'wamid.unknown', false, AbortSignal.timeout(5_000))).toBe(false);
    await meta.hangUp();
    expect(await adapter.markRead(channel, 'wamid.unknown', false, AbortSignal.timeout(5_000))).toBe(false);
  });
});
