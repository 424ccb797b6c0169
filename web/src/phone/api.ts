import type { MessageContent } from '../api/types.js';

/** The demo's own routes: an invented guest, and what is on that guest's phone. */
export interface PhoneGuest {
  id: string;
  name: string;
  phone: string;
  locale: string;
}
export interface PhoneMessage {
  id: string;
  from: 'guest' | 'hotel';
  content: MessageContent;
  at: string;
  status: 'sent' | 'delivered' | 'read';
  reaction?: string | null;
}
export type Said =
  | { text: string }
  | { choice: { id: string; title: string; messageId: string } }
  | { reaction: { messageId: string; emoji: string } };

async function call<T>(path: string, body?: unknown): Promise<T> {
  const posted = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`/demo/api${path}`, body === undefined ? undefined : posted);
  if (!response.ok) throw new Error(`${response.status} ${path}`);
  return (await response.json().catch(() => null)) as T;
}
/** Lists come bare or as a page. */
const items = <T>(answer: T[] | { items: T[] }): T[] => (Array.isArray(answer) ? answer : answer.items);

/** What the hotel is called. */
export const readHotelName = async (): Promise<string> => (await call<{ name: string }>('/hotel')).name;
export const readGuests = async (): Promise<PhoneGuest[]> =>
  items(await call<PhoneGuest[] | { items: PhoneGuest[] }>('/guests'));
export const readMessages = async (guestId: string): Promise<PhoneMessage[]> =>
  items(await call<PhoneMessage[] | { items: PhoneMessage[] }>(`/guests/${encodeURIComponent(guestId)}/messages`));
export const say = (guestId: string, said: Said): Promise<unknown> =>
  call(`/guests/${encodeURIComponent(guestId)}/messages`, said);
export const markRead = (guestId: string): Promise<unknown> => call(`/guests/${encodeURIComponent(guestId)}/read`, {});

/** Tells which phone has news. The browser connects again by itself; `onOpen` then reads what was missed. */
export function listen(onNews: (guestId: string) => void, onOpen: () => void, onLost: () => void): () => void {
  const events = new EventSource('/demo/api/events');
  events.onopen = onOpen;
  events.onerror = onLost;
  events.onmessage = (event: MessageEvent<string>) => {
    const data: unknown = JSON.parse(event.data);
    if (data && typeof data === 'object' && 'guestId' in data) onNews(String(data.guestId));
  };
  return () => events.close();
}
export async function sendPhoto(guestId: string, photo: File): Promise<void> {
  const path = `/demo/api/guests/${encodeURIComponent(guestId)}/photo`;
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': photo.type }, body: photo });
  if (!response.ok) throw new Error(`${response.status} ${path}`);
}
