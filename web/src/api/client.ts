import createClient from 'openapi-fetch';
import type { paths } from './api.gen.js';
import { refusal, unreachable } from './problem.js';
import { accessToken, renew } from './session.js';

/** Sends the token along, and once again with a fresh one when the old one is refused. */
async function withToken(request: Request): Promise<Response> {
  const send = async (token: string | null): Promise<Response> => {
    const copy = request.clone();
    if (token) copy.headers.set('authorization', `Bearer ${token}`);
    return fetch(copy).catch((cause: unknown) => {
      throw unreachable(cause);
    });
  };
  const response = await send(accessToken() ?? (await renew()));
  if (response.status !== 401) return response;
  const fresh = await renew();
  return fresh ? send(fresh) : response;
}

export const api = createClient<paths>({ baseUrl: `${location.origin}/api/v1`, fetch: withToken });

/** The answer, or the refusal thrown as an ApiError. */
export async function answer<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  if (!response.ok) throw refusal(response, error);
  return data as T;
}
