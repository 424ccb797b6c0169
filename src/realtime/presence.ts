import { Injectable } from '@nestjs/common';

import { ForbiddenError, may } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { ConversationsRepository, Readers } from '../conversations/index.js';
import type { StaffEvent } from './events.js';
import { Switchboard, type StaffSocket } from './switchboard.js';

const TYPING_MS = 10_000;
/** E9: after half an hour without an act nobody counts as looking; messages still arrive and ring. */
const IDLE_MS = 30 * 60_000;
const SWEEP_MS = 60_000;

interface Person {
  id: string;
  name: string;
}

interface Looking {
  hotelId: string;
  person: Person;
  conversationId: string;
  actedAt: number;
  typing: NodeJS.Timeout | null;
}

/** Who has which conversation open, and who types: in memory, gone with the socket, told to those who may see it. */
@Injectable()
export class Presence {
  private readonly looking = new Map<StaffSocket, Looking>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly switchboard: Switchboard,
    private readonly readers: Readers,
    private readonly conversations: ConversationsRepository,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.sweep(Date.now()), SWEEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    for (const { typing } of this.looking.values()) if (typing !== null) clearTimeout(typing);
    this.looking.clear();
  }

  /** Answers who else looks. Throws NotFoundError for what this user may not see. */
  async view(socket: StaffSocket, conversationId: string): Promise<Person[]> {
    const person = await this.mayLook(socket, conversationId);
    if (this.looking.get(socket)?.conversationId !== conversationId) {
      await this.leave(socket);
      if (socket.disconnected) return [];
      const { hotelId } = socket.data.principal;
      this.looking.set(socket, { hotelId, person, conversationId, actedAt: Date.now(), typing: null });
      await this.tellViewing(hotelId, conversationId);
    } else this.acted(socket);
    return this.viewers(socket.data.principal.hotelId, conversationId).filter((viewer) => viewer.id !== person.id);
  }

  async leave(socket: StaffSocket): Promise<void> {
    const looking = this.looking.get(socket);
    if (looking === undefined) return;
    this.looking.delete(socket);
    if (looking.typing !== null) {
      clearTimeout(looking.typing);
      await this.tellTyping(looking, false);
    }
    await this.tellViewing(looking.hotelId, looking.conversationId);
  }

  /** Ends by itself after ten seconds without another one. */
  async typing(socket: StaffSocket, conversationId: string, typing: boolean): Promise<void> {
    if (!may(socket.data.principal.role, 'conversation:write')) throw new ForbiddenError();
    await this.view(socket, conversationId);
    const looking = this.looking.get(socket);
    if (looking === undefined) return;
    const before = looking.typing;
    if (before !== null) clearTimeout(before);
    looking.typing = typing ? setTimeout(() => void this.stopTyping(looking), TYPING_MS).unref() : null;
    if (typing !== (before !== null)) await this.tellTyping(looking, typing);
  }

  /** The user did something: they still look. */
  acted(socket: StaffSocket): void {
    const looking = this.looking.get(socket);
    if (looking !== undefined) looking.actedAt = Date.now();
  }

  /** Ends the subscriptions of those who did nothing for half an hour before `now`. */
  sweep(now: number): void {
    for (const [socket, { actedAt }] of this.looking) {
      if (now - actedAt > IDLE_MS) void this.leave(socket).catch(() => undefined);
    }
  }

  private async stopTyping(looking: Looking): Promise<void> {
    looking.typing = null;
    await this.tellTyping(looking, false).catch(() => undefined);
  }

  private async mayLook(socket: StaffSocket, conversationId: string): Promise<Person> {
    const { hotelId, userId } = socket.data.principal;
    // Rights of this moment, not of when the socket came.
    const [reader] = await this.readers.ofHotel(hotelId, [userId]);
    await this.conversations.visible(
      reader ?? { ...socket.data.principal, role: 'viewer', departmentIds: [] },
      conversationId,
    );
    return { id: userId, name: reader?.name ?? '' };
  }

  private viewers(hotelId: string, conversationId: string): Person[] {
    const viewers = new Map<string, Person>();
    for (const looking of this.looking.values()) {
      if (looking.hotelId === hotelId && looking.conversationId === conversationId)
        viewers.set(looking.person.id, looking.person);
    }
    return [...viewers.values()];
  }

  private tellViewing(hotelId: string, conversationId: string): Promise<void> {
    const users = this.viewers(hotelId, conversationId);
    return this.tell(hotelId, conversationId, (userId) => ({
      userId,
      name: 'viewing',
      at: this.clock.now(),
      data: { conversationId, users: users.filter((user) => user.id !== userId) },
    }));
  }

  private tellTyping({ hotelId, conversationId, person }: Looking, typing: boolean): Promise<void> {
    return this.tell(hotelId, conversationId, (userId) =>
      userId === person.id
        ? null
        : { userId, name: 'typing', at: this.clock.now(), data: { conversationId, user: person, typing } },
    );
  }

  private async tell(
    hotelId: string,
    conversationId: string,
    eventFor: (userId: string) => StaffEvent | null,
  ): Promise<void> {
    const users = this.switchboard.usersOf(hotelId);
    if (users.length === 0) return;
    for (const reader of await this.readers.audienceOfId(hotelId, conversationId, users)) {
      const event = eventFor(reader.userId);
      if (event !== null) this.switchboard.emit(hotelId, event, null);
    }
  }
}
