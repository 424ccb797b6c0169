import { Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import {
  ConnectedSocket,
  MessageBody,
  SubscribeMessage,
  WebSocketGateway,
  type OnGatewayConnection,
  type OnGatewayDisconnect,
  type OnGatewayInit,
} from '@nestjs/websockets';
import type { Namespace } from 'socket.io';

import { Sessions } from '../auth/index.js';
import { DomainError } from '../common/errors.js';
import { newId } from '../common/ids.js';
import { problemBody, problemOf } from '../common/problem.js';
import { Readers } from '../conversations/index.js';
import { MOST_SOCKETS, SocketLimits } from './limits.js';
import { Presence } from './presence.js';
import { Publisher } from './publisher.js';
import { Resume } from './resume.js';
import { SlowClients } from './slow-clients.js';
import { Switchboard, type StaffSocket } from './switchboard.js';

type Acknowledgement = { ok: true; [member: string]: unknown } | { ok: false; problem: ReturnType<typeof problemBody> };

/** All that a page may send. */
const EVENTS = new Set(['resume', 'conversation.view', 'conversation.leave', 'typing.start', 'typing.stop']);

/** `/staff`: who the socket belongs to is proved in its handshake and holds as long as the session's row. */
@WebSocketGateway({ namespace: '/staff' })
export class StaffGateway
  implements
    OnGatewayInit<Namespace>,
    OnGatewayConnection<StaffSocket>,
    OnGatewayDisconnect<StaffSocket>,
    OnApplicationBootstrap,
    BeforeApplicationShutdown
{
  private readonly logger = new Logger(StaffGateway.name);
  /** pages of each user, those that are just coming included */
  private readonly places = new Map<string, Set<string>>();
  private readonly slowClients: SlowClients;

  constructor(
    private readonly sessions: Sessions,
    private readonly readers: Readers,
    private readonly switchboard: Switchboard,
    private readonly publisher: Publisher,
    private readonly presence: Presence,
    private readonly resuming: Resume,
  ) {
    this.slowClients = new SlowClients(switchboard);
  }

  afterInit(namespace: Namespace): void {
    this.switchboard.open(namespace);
    namespace.use((socket, next) => void this.door(socket, next));
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
    this.presence.start();
    this.slowClients.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.presence.stop();
    this.slowClients.stop();
    await this.publisher.stop();
  }

  handleConnection(socket: StaffSocket): void {
    this.switchboard.add(socket, socket.data.sight);
    const limits = new SocketLimits(Date.now());
    socket.use((packet, next) => this.inspect(socket, limits, packet) && next());
    void this.presence
      .arrive(socket)
      .catch((error: unknown) => this.logger.warn(`A page was told nobody is here: ${String(error)}`));
  }

  handleDisconnect(socket: StaffSocket): void {
    this.switchboard.remove(socket);
    this.giveUpPlace(socket);
    void this.presence.depart(socket).catch(() => undefined);
  }

  /** `{ since }` → what was missed, `{ events, position }`, or `{ reset: true, position }`: read again. */
  @SubscribeMessage('resume')
  resume(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    return this.acknowledged(async () => ({
      ...(await this.resuming.missed(socket.data.principal, textIn(body, 'since'))),
    }));
  }

  @SubscribeMessage('conversation.view')
  view(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    return this.acknowledged(async () => ({ users: await this.presence.view(socket, idIn(body)) }));
  }

  @SubscribeMessage('conversation.leave')
  leave(@ConnectedSocket() socket: StaffSocket): Promise<Acknowledgement> {
    return this.acknowledged(() => this.presence.leave(socket));
  }

  @SubscribeMessage('typing.start')
  startTyping(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    return this.acknowledged(() => this.presence.typing(socket.data.principal, socket, idIn(body), true));
  }

  @SubscribeMessage('typing.stop')
  stopTyping(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    return this.acknowledged(() => this.presence.typing(socket.data.principal, socket, idIn(body), false));
  }

  private async door(socket: StaffSocket, answer: (refusal?: Error) => void): Promise<void> {
    try {
      await this.letIn(socket);
    } catch (error) {
      return answer(this.refusal(error));
    }
    answer();
  }

  private async letIn(socket: StaffSocket): Promise<void> {
    const { token } = socket.handshake.auth;
    const principal = await this.sessions.principalOfToken(typeof token === 'string' ? token : '');
    await this.publisher.admit(principal.hotelId);
    const [reader] = await this.readers.ofHotel(principal.hotelId, [principal.userId]);
    if (reader === undefined) throw new DomainError('unauthenticated', 'session_ended', 'This person is switched off.');
    socket.data = { principal, name: reader.name, sight: reader.sight };
    this.takePlace(socket);
  }

  /** `message` is what clients have always looked at; `data` says it as an acknowledgement does. */
  private refusal(error: unknown): Error {
    const kind = error instanceof DomainError ? error.kind : null;
    const word = kind === 'unauthenticated' ? 'unauthorized' : kind === 'limited' ? 'limited' : 'unavailable';
    return Object.assign(new Error(word), { data: this.problem(error) });
  }

  private takePlace(socket: StaffSocket): void {
    // It left while we asked who it is: its end was told already, and nobody would give the place back.
    if (socket.conn.readyState !== 'open') return;
    const { principal } = socket.data;
    const key = `${principal.hotelId}/${principal.userId}`;
    const taken = this.places.get(key) ?? new Set<string>();
    if (taken.size + this.presence.pagesElsewhere(principal) >= MOST_SOCKETS)
      throw new DomainError('limited', 'limited', `At most ${MOST_SOCKETS} pages of one person.`, {
        retryAfterSeconds: 30,
      });
    this.places.set(key, taken.add(socket.id));
    socket.conn.once('close', (reason) => {
      this.giveUpPlace(socket); // also where it leaves before it has come in
      // Who answers no heartbeat answers no goodbye either: waiting for one would keep the connection half a minute.
      if (reason === 'ping timeout') socket.conn.request.socket.destroy();
    });
  }

  private giveUpPlace({ id, data: { principal } }: StaffSocket): void {
    const key = `${principal.hotelId}/${principal.userId}`;
    const taken = this.places.get(key);
    taken?.delete(id);
    if (taken?.size === 0) this.places.delete(key);
  }

  /** Every event of a page passes here first; one that is refused is told why where it asked for an answer. */
  private inspect(socket: StaffSocket, limits: SocketLimits, [event, ...given]: unknown[]): boolean {
    const ack = given.at(-1);
    const payload = typeof ack === 'function' ? given.slice(0, -1) : given;
    try {
      limits.check(String(event), payload, Date.now());
      if (!EVENTS.has(String(event))) throw new DomainError('invalid', 'invalid_input', 'There is no such event.');
      return true;
    } catch (error) {
      if (limits.deaf) socket.disconnect(true);
      else if (typeof ack === 'function') ack(this.problem(error));
      return false;
    }
  }

  private async acknowledged(work: () => Promise<Record<string, unknown> | void>): Promise<Acknowledgement> {
    try {
      return { ok: true, ...(await work()) };
    } catch (error) {
      return this.problem(error);
    }
  }

  private problem(error: unknown): Acknowledgement {
    const problem = problemOf(error);
    if (problem.unexpected) this.logger.error(error, 'A socket event broke');
    return { ok: false, problem: problemBody(problem, newId()) };
  }
}

function textIn(body: unknown, member: string): string | undefined {
  const value: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, member) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function idIn(body: unknown): string {
  const id = textIn(body, 'conversationId');
  if (id === undefined || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) {
    const message = 'conversationId must be the id of a conversation';
    throw new DomainError('invalid', 'invalid_input', message, {
      errors: [{ field: 'conversationId', code: 'is_uuid', message }],
    });
  }
  return id.toLowerCase();
}
