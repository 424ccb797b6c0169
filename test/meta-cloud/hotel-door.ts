import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  headers: IncomingHttpHeaders;
  raw: Buffer;
}

/** A hotel's webhook address that keeps what comes and answers as it is told. */
export class HotelDoor {
  readonly received: Received[] = [];
  /** the next answers, then 200 for ever; 'silence' never answers */
  answers: (number | 'silence')[] = [];
  /** the query of the last GET */
  asked: URLSearchParams | null = null;
  private server: Server | null = null;

  async open(): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (request.method === 'GET') {
          this.asked = new URL(request.url ?? '/', 'http://door').searchParams;
          return response.end(this.asked.get('hub.challenge'));
        }
        this.received.push({ headers: request.headers, raw: Buffer.concat(chunks) });
        const answer = this.answers.shift() ?? 200;
        return answer === 'silence' ? undefined : response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/meta-cloud/1`;
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => this.server?.close(resolve));
  }
}
