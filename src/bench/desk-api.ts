import type { DeskProcess } from './desk-process.js';

export type DeskApi = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** The API as the desk's administrator. */
export async function signIn({ url, login }: DeskProcess): Promise<DeskApi> {
  const { accessToken } = await request<{ accessToken: string }>(url, 'POST', '/auth/login', login);
  return asUser(url, accessToken);
}

export function asUser(url: string, accessToken: string): DeskApi {
  return (method, path, body) => request(url, method, path, body, accessToken);
}

/** Connects a Cloud API number, as an administrator would. */
export async function connectNumber(
  desk: DeskProcess,
  number: { phoneNumberId: string; wabaId: string; accessToken: string; appSecret: string; verifyToken: string },
): Promise<{ channelId: string; api: DeskApi }> {
  const { accessToken, appSecret, verifyToken, phoneNumberId, wabaId } = number;
  const api = await signIn(desk);
  const channel = await api<{ id: string }>('POST', '/channels', {
    provider: 'meta-cloud',
    name: 'Reception',
    phoneNumber: '+351210000111',
    settings: { phoneNumberId, wabaId },
    credentials: { accessToken, appSecret, verifyToken },
  });
  return { channelId: channel.id, api };
}

async function request<T>(url: string, method: string, path: string, body?: unknown, token?: string): Promise<T> {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
