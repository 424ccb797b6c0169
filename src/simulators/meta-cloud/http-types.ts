import type { SimMessage, SimStatus } from './thread.js';

export interface SimRequest {
  method: string;
  /** path with query, with or without a prefix before `/vNN.N/` */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

export interface SimAnswer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** the connection is to be destroyed; nothing of the rest is sent */
  cut?: true;
}

/** One request as the simulator saw it, and how it was answered. */
export interface SimCall {
  at: Date;
  method: string;
  /** from `/vNN.N/` on, without the query */
  path: string;
  /** parsed JSON, null for anything else */
  body: unknown;
  /** null while it is being answered */
  status: number | null;
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): SimAnswer {
  const usual = { 'content-type': 'application/json; charset=UTF-8', 'x-fb-trace-id': 'ASimulatedTraceIdOfMeta' };
  return { status, headers: { ...usual, ...headers }, body: Buffer.from(JSON.stringify(value)) };
}

export function html(status: number, text: string): SimAnswer {
  return { status, headers: { 'content-type': 'text/html' }, body: Buffer.from(`<html><body>${text}</body></html>`) };
}

export const CUT: SimAnswer = { status: 0, headers: {}, body: Buffer.alloc(0), cut: true };

/** What the simulator tells whoever shows the guest's phone. */
export type SimEvent =
  | { type: 'message'; guestId: string; message: SimMessage }
  | { type: 'status'; guestId: string; messageId: string; status: SimStatus }
  | { type: 'typing'; guestId: string; seconds: number }
  | { type: 'read'; guestId: string; messageIds: string[] }
  | { type: 'reaction'; guestId: string; messageId: string; emoji: string | null };
