import type { JobQueue } from '../queue/index.js';

export interface GuestSign {
  hotelId: string;
  chatId: string;
  /** what staff did: opened the guest's words, answered them, or type an answer */
  kind: 'opened' | 'answered' | 'typing';
  /** `opened`: the arrival up to which it was read (message.inbound_seq); else all that came */
  upTo?: number;
}

/** Asks that the guest's phone be told, where the channel's setting allows it. After the commit; never waits, never fails. */
export function signalGuest(queue: JobQueue, { hotelId, chatId, kind, upTo }: GuestSign): void {
  const jobId = `${chatId}:${kind}${upTo === undefined ? '' : `:${upTo}`}`;
  queue.enqueue('chat.signal', { hotelId, chatId, kind, upTo: upTo ?? null, at: Date.now() }, { jobId });
}
