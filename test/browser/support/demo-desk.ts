import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { startDeskProcess, type DeskProcess } from '../../../src/bench/desk-process.js';

/** The demo prints it at every start. */
export const PASSWORD = 'harbour lights 1907';
export type StaffName = 'beatriz' | 'carmen' | 'helena' | 'tomas';
export const emailOf = (name: StaffName): string => `${name}@aurora.example`;

interface PhoneGuest {
  id: string;
  name: string;
}

export interface PhoneMessage {
  from: 'guest' | 'hotel';
  content: { type: string; text?: string };
  status: 'sent' | 'delivered' | 'read';
}

/** Hotel Aurora: the built program as the demo, with the guests' phones as an HTTP client sees them. */
export interface DemoDesk {
  url: string;
  /** What is on that guest's phone. */
  phoneOf(name: string): Promise<PhoneMessage[]>;
  guestWrites(name: string, text: string): Promise<void>;
  /** As the provider posts it, well signed, to the hotel's channel; what is told, or a body as it is. The status of the answer. */
  providerPosts(told: object | string): Promise<number>;
  /** of the hotel's WhatsApp app */
  credentials: { accessToken: string; appSecret: string; verifyToken: string };
  /** A member of staff at the API, beside the browsers. */
  staff(name: StaffName): Promise<Staff>;
  stop(): Promise<void>;
}

export interface Staff {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
}

/** The scene that the demo plays at its first start gives up after ten seconds. */
const FIRST_SCENE_MS = 12_000;

/** A desk of its own, ready when that scene is over and nobody else acts any more. */
export async function startDemoDesk(): Promise<DemoDesk> {
  const desk = demoDeskOf(
    await startDeskProcess({
      NODE_ENV: '',
      DEMO: '1',
      BOOTSTRAP_HOTEL: '',
      BOOTSTRAP_EMAIL: '',
      BOOTSTRAP_PASSWORD: '',
    }),
  );
  const until = Date.now() + FIRST_SCENE_MS;
  while (Date.now() < until) {
    const last = (await desk.phoneOf('Emily Carter')).at(-1);
    if (last?.status === 'read' && last.content.text?.includes('on their way')) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return desk;
}

function demoDeskOf(started: DeskProcess): DemoDesk {
  const { url } = started;
  const credentials = JSON.parse(readFileSync(join(started.dataDir, 'demo.json'), 'utf8')) as DemoDesk['credentials'];
  const ask = async <T>(path: string, body?: object, token?: string): Promise<T> => {
    const answer = await fetch(url + path, {
      headers: {
        ...(body ? { 'content-type': 'application/json' } : {}),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  const guest = async (name: string): Promise<PhoneGuest> => {
    const found = (await ask<PhoneGuest[]>('/demo/api/guests')).find((one) => one.name === name);
    if (!found) throw new Error(`${name} has no phone`);
    return found;
  };
  const messagesOf = async (name: string): Promise<string> =>
    `/demo/api/guests/${encodeURIComponent((await guest(name)).id)}/messages`;
  const staff = async (name: StaffName): Promise<Staff> => {
    const login = { email: emailOf(name), password: PASSWORD };
    const { accessToken } = await ask<{ accessToken: string }>('/api/v1/auth/login', login);
    return {
      get: (path) => ask(`/api/v1${path}`, undefined, accessToken),
      post: (path, body) => ask(`/api/v1${path}`, body, accessToken),
    };
  };
  return {
    url,
    credentials,
    phoneOf: async (name) => ask(await messagesOf(name)),
    guestWrites: async (name, text) => ask(await messagesOf(name), { text }),
    providerPosts: async (told) => {
      const { items } = await (await staff('helena')).get<{ items: { id: string }[] }>('/channels');
      const body = typeof told === 'string' ? told : JSON.stringify(told);
      const signature = createHmac('sha256', credentials.appSecret).update(body).digest('hex');
      const headers = { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${signature}` };
      return (await fetch(`${url}/webhooks/meta-cloud/${items[0]?.id}`, { method: 'POST', headers, body })).status;
    },
    staff,
    stop: () => started.stop(),
  };
}
