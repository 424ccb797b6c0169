import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { connectNumber, type DeskApi } from '../../src/bench/desk-api.js';
import { startDeskProcess, type DeskProcess } from '../../src/bench/desk-process.js';
import { newId } from '../../src/common/ids.js';
import { numberUnderTest, type NumberUnderTest } from './number.js';

/**
 * `npm run test:e2e-messaging` (C10): the built desk from an empty database to a guest who was answered, step by
 * step; the first step that fails ends the walk. With a real number (WHATSAPP_TEST_…) somebody holds the guest's
 * phone and does what is printed; Meta reaches the desk at PUBLIC_URL, which leads to PORT of this machine.
 */
const REAL = process.env['WHATSAPP_TEST_PHONE_NUMBER_ID'] !== undefined;
const WAIT = REAL ? 180_000 : 20_000;

interface Conversation {
  id: string;
  name: string;
  status: string;
  version: number;
  guest: { phone: string | null } | null;
}
interface Message {
  id: string;
  direction: string;
  status: string;
  content: { type: string; text?: string };
}

let number: NumberUnderTest;
let desk: DeskProcess;
let api: DeskApi;
let channelId: string;
let conversation: Conversation;
let answerId: string;

beforeAll(async () => {
  number = await numberUnderTest();
});
afterAll(async () => {
  await number?.close();
  await desk?.stop();
}, 60_000);

/** What the guest writes: the simulated phone does it, who holds a real one is asked to. */
async function guestWrites(text: string): Promise<void> {
  const [guest] = number.simulator?.guests ?? [];
  if (guest) expect(await guest.writes(text)).toMatchObject({ acknowledged: true });
  else process.stdout.write(`\n>>> On the phone +${number.recipient}, write to the number: ${text}\n`);
}

async function eventually<T>(look: () => Promise<T | undefined>, what: string): Promise<T> {
  for (const end = Date.now() + WAIT; Date.now() < end; await sleep(100)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`${what} did not come`);
}

async function messages(): Promise<Message[]> {
  const { items } = await api<{ items: Message[] }>('GET', `/conversations/${conversation.id}/messages?limit=100`);
  return items;
}

describe('C10: from an empty database to a guest who was answered', { timeout: WAIT + 10_000 }, () => {
  it('1. the built desk starts on an empty database', async () => {
    const { PUBLIC_URL, PORT } = process.env;
    desk = await startDeskProcess({
      META_GRAPH_URL: number.graphUrl,
      ...(PUBLIC_URL ? { PUBLIC_URL } : {}),
      ...(PORT ? { PORT } : {}),
    });
    expect((await fetch(`${desk.url}/health/ready`)).status).toBe(200);
  }, 90_000);

  it('2. an administrator signs in and connects the number', async () => {
    ({ api, channelId } = await connectNumber(desk, number));
    const channel = await api<{ webhookUrl: string; status: string }>('GET', `/channels/${channelId}`);
    expect(channel).toMatchObject({ status: 'connected' });
    if (number.simulator) number.simulator.webhooks.url = `${desk.url}/webhooks/meta-cloud/${channelId}`;
    else process.stdout.write(`\n>>> In the app’s settings, the callback address is ${channel.webhookUrl}\n`);
  });

  it('3. the webhook’s address proves itself', async () => {
    const query = new URLSearchParams({
      'hub.mode': 'subscribe',
      'hub.challenge': '1158201444',
      'hub.verify_token': number.verifyToken,
    });
    const answer = await fetch(`${desk.url}/webhooks/meta-cloud/${channelId}?${query.toString()}`);
    expect([answer.status, await answer.text()]).toEqual([200, '1158201444']);
  });

  it('4. the guest writes, and staff see them by name and number', async () => {
    await guestWrites('Boa tarde! Podem trazer duas toalhas?');
    conversation = await eventually(async () => {
      const { items } = await api<{ items: Conversation[] }>('GET', '/conversations?status=active');
      return items.find(({ guest }) => guest?.phone?.replace(/\D/g, '') === number.recipient);
    }, 'the conversation');
    expect(conversation.name).not.toBe('');
    expect((await messages()).some(({ direction }) => direction === 'inbound')).toBe(true);
  });

  it('5. staff answer, and the guest’s phone has it', async () => {
    const sent = await api<Message>('POST', `/conversations/${conversation.id}/messages`, {
      content: { type: 'text', text: 'Claro, já a caminho.' },
      clientId: newId(),
    });
    answerId = sent.id;
    expect(sent.status).toBe('queued');
    await number.simulator?.guests[0]?.receives('já a caminho', WAIT);
  });

  it('6. its ticks come back', async () => {
    await eventually(async () => {
      const answer = (await messages()).find(({ id }) => id === answerId);
      if (answer?.status === 'failed') throw new Error('the answer failed');
      return ['delivered', 'read'].includes(answer?.status ?? '') ? answer : undefined;
    }, 'the tick of the answer');
  });

  it('7. what is told twice is there once', async () => {
    if (!number.simulator) return; // Meta repeats when it likes
    const before = (await messages()).length;
    number.simulator.webhooks.copies = 2;
    await guestWrites('E uma almofada, por favor');
    number.simulator.webhooks.copies = 1;
    await number.simulator.settled();
    await eventually(async () => ((await messages()).length > before ? true : undefined), 'the second message');
    const pillows = (await messages()).filter(({ content }) => content.text?.includes('almofada'));
    expect(pillows).toHaveLength(1);
  });

  it('8. the conversation is closed, and opens again when the guest writes', async () => {
    const { version } = await api<Conversation>('GET', `/conversations/${conversation.id}`);
    const closed = await api<Conversation>('POST', `/conversations/${conversation.id}/close`, {
      reason: 'done',
      version,
    });
    expect(closed.status).toBe('closed');
    await guestWrites('Obrigada!');
    await eventually(async () => {
      const now = await api<Conversation>('GET', `/conversations/${conversation.id}`);
      return now.status === 'active' ? now : undefined;
    }, 'the reopened conversation');
  });

  it('9. nothing waits for a person', async () => {
    expect(await api<{ items: unknown[] }>('GET', '/review')).toMatchObject({ items: [] });
  });
});
