import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { GraphError, graphError } from './graph-error.js';
import type { GuestDetails, SimGuest } from './guest.js';
import { html, json, type SimAnswer, type SimCall, type SimEvent, type SimRequest } from './http-types.js';
import { isObject, parseJson, textOf, type JsonObject } from './json.js';
import { MessagesEndpoint } from './messages-endpoint.js';
import { readForm } from './multipart.js';
import { SimNumber, type Receipts, type SimOptions } from './number.js';
import type { Change, Delivery } from './webhooks.js';

/** What somebody needs to connect a channel to the simulator. */
export interface About {
  phoneNumberId: string;
  wabaId: string;
  accessToken: string;
  appSecret: string;
  verifyToken: string;
  displayPhoneNumber: string;
  webhookUrl: string | null;
}

interface Route {
  version: number;
  /** path parts after the version */
  parts: string[];
  query: URLSearchParams;
  /** where the simulator is mounted, for addresses it hands out */
  base: string;
}

/**
 * The far side of a Meta channel: a Cloud API with one number and its guests. `handle` is all of it; it
 * can be mounted anywhere (`/sim/meta` in the demo) or listen by itself.
 */
export class MetaCloudSimulator {
  /** every request to the Graph API, oldest first */
  readonly calls: SimCall[] = [];
  private readonly number: SimNumber;
  private readonly messages: MessagesEndpoint;
  private server: Server | null = null;

  constructor(options: SimOptions = {}) {
    this.number = new SimNumber(options);
    this.messages = new MessagesEndpoint(this.number);
  }

  about(): About {
    const { phoneNumberId, wabaId, accessToken, appSecret, verifyToken, displayPhoneNumber, webhooks } = this.number;
    return { phoneNumberId, wabaId, accessToken, appSecret, verifyToken, displayPhoneNumber, webhookUrl: webhooks.url };
  }

  addGuest(details: GuestDetails): SimGuest {
    return this.number.addGuest(details);
  }

  get guests(): readonly SimGuest[] {
    return this.number.guests;
  }

  /** The guest with this phone (digits) or user id. */
  guest(id: string): SimGuest | null {
    return this.number.findGuest(id.replace(/^\+/, ''));
  }

  /** Where webhooks go, what goes wrong with them, and counts. */
  get webhooks() {
    return this.number.webhooks;
  }

  /** What goes wrong with sends. */
  get faults() {
    return this.number.faults;
  }

  /** What goes wrong with files. */
  get mediaFaults() {
    return this.number.mediaFaults;
  }

  /** A file by its id, as a phone shows it; null: there is none, or it has expired. */
  file(id: string): { mimeType: string; bytes: Buffer } | null {
    return this.number.media.get(id);
  }

  /** The file was kept too long: its id leads nowhere any more. */
  forgetFile(id: string): void {
    this.number.media.delete(id);
  }

  /** The account's templates; change their status here. */
  get templates() {
    return this.number.templates;
  }

  /** What is told of each send: `['sent', 'delivered']` at first. `['read']` is Meta's read without delivered, `[]` silence. */
  get receipts(): Receipts {
    return this.number.receipts;
  }

  set receipts(receipts: Receipts) {
    this.number.receipts = receipts;
  }

  /** Sends of the messages endpoint that were answered with 200, without read marks. */
  get accepted(): SimCall[] {
    return this.calls.filter(
      ({ status, body, path }) =>
        status === 200 && path.endsWith('/messages') && isObject(body) && body['status'] !== 'read',
    );
  }

  subscribe(listener: (event: SimEvent) => void): () => void {
    return this.number.subscribe(listener);
  }

  /** Any news about the number: `history`, `smb_app_state_sync`, `calls`, a field nobody knows yet. */
  news(field: string, value: JsonObject): Promise<Delivery> {
    return this.number.deliver(field, value);
  }

  /** News about the account or a template, with its time and without a number. */
  accountNews(field: string, value: JsonObject): Promise<Delivery> {
    return this.number.deliverAccountNews(field, value);
  }

  /** News as it was kept (`SimOptions.keep`), told by a simulator that came after. */
  tell(change: Change): Promise<Delivery> {
    return this.number.tell(change);
  }

  /** Staff write to a guest in the phone app. */
  staffWritesOnPhone(guest: SimGuest, text: string): Promise<Delivery & { id: string }> {
    return this.number.deliverEcho(guest, 'text', { body: text });
  }

  /** When every status and webhook on its way was taken or given up. */
  settled(): Promise<void> {
    return this.number.settled();
  }

  async handle(request: SimRequest): Promise<SimAnswer> {
    const url = new URL(request.path, 'http://simulator');
    const at = /^(.*?)\/v(\d+)\.\d+\/(.+)$/.exec(url.pathname);
    const host = textOf(request.headers['host']) || 'localhost';
    if (request.method === 'GET' && url.pathname.endsWith('/about')) return json(200, this.about());
    if (request.method === 'GET' && url.pathname.includes('/media-bytes/')) {
      const answer = this.mediaBytes(request, url);
      const path = url.pathname.slice(url.pathname.indexOf('/media-bytes/'));
      this.calls.push({ at: this.number.now(), method: 'GET', path, body: null, status: answer.status });
      return answer;
    }
    if (!at) return json(404, new GraphError(2500, 'Unknown path components'));
    const [, prefix = '', version = '', rest = ''] = at;
    const route = {
      version: Number(version),
      parts: rest.split('/').filter(Boolean),
      query: url.searchParams,
      base: `http://${host}${prefix}`,
    };

    const body = parseJson(request.body.toString('utf8')) ?? null;
    const path = url.pathname.slice(prefix.length);
    const call: SimCall = { at: this.number.now(), method: request.method, path, body, status: null };
    this.calls.push(call);
    const answer = await this.answer(request, route, body);
    call.status = answer.cut ? null : answer.status;
    return answer;
  }

  /** An own server on the loopback; answers with the address for `graphUrl`. */
  async listen(port = 0): Promise<string> {
    const server = createServer((incoming, outgoing) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => {
        const { method = 'GET', url = '/', headers } = incoming;
        void this.handle({ method, path: url, headers, body: Buffer.concat(chunks) }).then((answer) => {
          if (answer.cut) return incoming.socket.destroy();
          return outgoing.writeHead(answer.status, answer.headers).end(answer.body);
        });
      });
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    this.server = server;
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Hangs up: from now on nobody can connect. What was told and kept stays. */
  async hangUp(): Promise<void> {
    const { server } = this;
    this.server = null;
    if (!server) return;
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }

  async close(): Promise<void> {
    await this.hangUp();
    await this.number.webhooks.close();
  }

  private async answer(request: SimRequest, route: Route, body: unknown): Promise<SimAnswer> {
    try {
      this.authenticate(request);
      return await this.route(request, route, body);
    } catch (error) {
      const told = error instanceof GraphError ? error : new GraphError(1, `The simulator broke: ${String(error)}`);
      return json(told.status, told);
    }
  }

  private authenticate(request: SimRequest): void {
    if (request.headers['authorization'] !== `Bearer ${this.number.accessToken}`) {
      throw new GraphError(190, 'Invalid OAuth access token - Cannot parse access token');
    }
  }

  private async route({ method, headers, body: raw }: SimRequest, route: Route, body: unknown): Promise<SimAnswer> {
    const [id = '', edge = ''] = route.parts;
    const { phoneNumberId, wabaId, media } = this.number;
    if (id === phoneNumberId) {
      if (method === 'POST' && edge === 'messages') {
        if (!isObject(body)) throw new GraphError(100, 'The body is not valid JSON.');
        return this.messages.post(body, route.version);
      }
      if (method === 'POST' && edge === 'media') return this.upload(raw, textOf(headers['content-type']), route.query);
      if (method === 'POST' && edge === 'smb_app_data')
        return json(200, { messaging_product: 'whatsapp', request_id: 'simulated' });
      if (method === 'GET' && edge === '') return json(200, this.describeNumber());
    }
    if (id === wabaId && edge === 'subscribed_apps') {
      return json(
        200,
        method === 'POST' ? { success: true } : { data: [{ whatsapp_business_api_data: { id: '1', name: 'Desk' } }] },
      );
    }
    if (id === wabaId && edge === 'message_templates' && method === 'GET')
      return json(200, { data: this.number.templates });
    const file = edge === '' ? media.get(id) : null;
    if (file && this.mediaFaults.next('down')) throw graphError(131016);
    if (file && method === 'GET') return json(200, media.describe(file, route.base));
    if (file && method === 'DELETE') return json(200, { success: media.delete(id) });
    const details = `Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation`;
    throw new GraphError(100, `Unsupported ${method.toLowerCase()} request. ${details}`, null, 33);
  }

  private upload(raw: Buffer, contentType: string, query: URLSearchParams): SimAnswer {
    if (this.mediaFaults.next('down')) throw graphError(131016);
    const form = readForm(raw, contentType);
    const field = (name: string) => form.find((part) => part.name === name);
    // Some clients send it in the query; Meta takes both.
    const product = field('messaging_product')?.bytes.toString('utf8') ?? query.get('messaging_product');
    if (product !== 'whatsapp') throw new GraphError(100, 'The parameter messaging_product is required.');
    const file = field('file');
    if (!file) throw new GraphError(100, 'The parameter file is required.');
    const told = field('type')?.bytes.toString('utf8') ?? '';
    const mimeType = file.contentType ?? (told.includes('/') ? told : 'application/octet-stream');
    return json(200, { id: this.number.media.upload({ mimeType, filename: file.filename, bytes: file.bytes }).id });
  }

  private mediaBytes(request: SimRequest, url: URL): SimAnswer {
    if (request.headers['authorization'] !== `Bearer ${this.number.accessToken}`) return html(401, 'Unauthorized');
    const media = this.number.media.bytesAt(url.searchParams);
    if (!media || this.mediaFaults.next('expired')) return html(404, 'Not found');
    if (this.mediaFaults.next('damaged'))
      return { status: 200, headers: { 'content-type': media.mimeType }, body: media.bytes.subarray(1) };
    return { status: 200, headers: { 'content-type': media.mimeType }, body: media.bytes };
  }

  private describeNumber(): JsonObject {
    const { phoneNumberId: id, displayPhoneNumber } = this.number;
    const display = `+${displayPhoneNumber}`;
    return {
      id,
      display_phone_number: display,
      verified_name: 'Hotel',
      quality_rating: 'GREEN',
      platform_type: 'CLOUD_API',
      is_on_biz_app: false,
    };
  }
}
