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
import { Presence } from './presence.js';
import { Publisher } from './publisher.js';
import { Resume } from './resume.js';
import { Switchboard, type StaffSocket } from './switchboard.js';

type Acknowledgement = { ok: true; [member: string]: unknown } | { ok: false; problem: ReturnType<typeof problemBody> };

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

  constructor(
    private readonly sessions: Sessions,
    private readonly readers: Readers,
    private readonly switchboard: Switchboard,
    private readonly publisher: Publisher,
    private readonly presence: Presence,
    private readonly resuming: Resume,
  ) {}

  afterInit(namespace: Namespace): void {
    this.switchboard.open(namespace);
    namespace.use((socket, next) => void this.door(socket, next));
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
    this.presence.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.presence.stop();
    await this.publisher.stop();
  }

  handleConnection(socket: StaffSocket): void {
    this.switchboard.add(socket, socket.data.sight);
  }

  handleDisconnect(socket: StaffSocket): void {
    this.switchboard.remove(socket);
    void this.presence.leave(socket).catch(() => undefined);
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
    return this.acknowledged(() => this.presence.typing(socket, idIn(body), true));
  }

  @SubscribeMessage('typing.stop')
  stopTyping(@ConnectedSocket() socket: StaffSocket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    return this.acknowledged(() => this.presence.typing(socket, idIn(body), false));
  }

  private async door(socket: StaffSocket, answer: (refusal?: Error) => void): Promise<void> {
    try {
      await this.letIn(socket);
    } catch (error) {
      const known = error instanceof DomainError && error.kind === 'unauthenticated';
      return answer(new Error(known ? 'unauthorized' : 'unavailable'));
    }
    answer();
  }

  private async letIn(socket: StaffSocket): Promise<void> {
    const { token } = socket.handshake.auth;
    const principal = await this.sessions.principalOfToken(typeof token === 'string' ? token : '');
    await this.publisher.admit(principal.hotelId);
    socket.data = { principal, sight: await this.readers.sightOf(principal) };
  }

  private async acknowledged(work: () => Promise<Record<string, unknown> | void>): Promise<Acknowledgement> {
    try {
      return { ok: true, ...(await work()) };
    } catch (error) {
      const problem = problemOf(error);
      if (problem.unexpected) this.logger.error(error, 'A socket event broke');
      return { ok: false, problem: problemBody(problem, newId()) };
    }
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
