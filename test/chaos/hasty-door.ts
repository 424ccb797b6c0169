import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { request } from 'undici';

/**
 * Stands before a desk and answers each webhook before anything is stored; the desk is told afterwards, once, as an
 * "acknowledge first" desk would put it aside in memory. Returns its own address.
 */
export async function openHastyDoor(deskUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await readAll(incoming);
    outgoing.writeHead(200).end('stored');
    const { host: _, ...headers } = incoming.headers;
    const answer = await request(`${deskUrl}${incoming.url}`, { method: 'POST', headers, body });
    await answer.body.dump();
  };
  // What fails is lost: it was acknowledged, and nobody comes again with it.
  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing).catch(() => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

async function readAll(incoming: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
