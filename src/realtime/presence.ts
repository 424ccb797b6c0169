import { Injectable } from '@nestjs/common';

import { ForbiddenError, may, type Principal, type Role } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { ConversationsRepository, Readers, signalGuest } from '../conversations/index.js';
import type { Roster } from '../processes/index.js';
import { JobQueue } from '../queue/index.js';
import { Attendance, type Person, type Station, type Typing } from './attendance.js';
import { Elsewhere } from './elsewhere.js';
import type { StaffEvent } from './events.js';
import { rosterChanges, type Word } from './roster-changes.js';
import { Switchboard, type StaffSocket } from './switchboard.js';

/** H1: who has not changed the draft for so long types no more. */
const TYPING_MS = 8_000;
/** E9: after half an hour without an act nobody counts as looking; messages still arrive and ring. */
const IDLE_MS = 30 * 60_000;
const SWEEP_MS = 1_000;
/** A page that is loaded anew is not gone in between. */
const PRESENCE_MS = 1_000;

/**
 * Who is here, who has which conversation open and who types, told to those at this process who may see it; what
 * happens here is told to the other processes, which do the same. All times are real time and come through `sweep`, so
 * that tests need not wait.
 */
@Injectable()
export class Presence {
  private readonly attendance: Attendance;
  private readonly rollCalls = new Map<string, NodeJS.Timeout>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly switchboard: Switchboard,
    private readonly readers: Readers,
    private readonly conversations: ConversationsRepository,
    private readonly queue: JobQueue,
    private readonly clock: Clock,
    private readonly elsewhere: Elsewhere,
  ) {
    this.attendance = new Attendance(elsewhere);
  }

  start(): void {
    this.elsewhere.start({
      own: (hotelId) => this.attendance.own(hotelId),
      ownHotels: () => this.attendance.ownHotels(),
      changed: (hotelId, before, now) => void this.follow(hotelId, before, now).catch(() => undefined),
      hushed: (userId, conversationId) => void this.hushed(userId, conversationId).catch(() => undefined),
    });
    this.timer = setInterval(() => void this.sweep(Date.now()).catch(() => undefined), SWEEP_MS).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    for (const rollCall of this.rollCalls.values()) clearTimeout(rollCall);
    this.rollCalls.clear();
    this.attendance.clear();
    this.elsewhere.stop();
  }

  /** Pages this user has open at other processes. */
  pagesElsewhere({ hotelId, userId }: Principal): number {
    return this.attendance.pagesElsewhere(hotelId, userId);
  }

  /** A page has come. It is told who is here and who looks at what; the others, that somebody came. */
  async arrive(socket: StaffSocket): Promise<void> {
    const { principal, name } = socket.data;
    const person = { id: principal.userId, name };
    this.attendance.stations.set(socket, {
      hotelId: principal.hotelId,
      person,
      actedAt: Date.now(),
      idle: false,
      conversationId: null,
    });
    this.callTheRoll(principal.hotelId);
    this.elsewhere.tell(principal.hotelId);
    await this.tellAll(socket);
  }

  /** Its socket is gone, and everything with it. */
  async depart(socket: StaffSocket): Promise<void> {
    const station = this.attendance.stations.get(socket);
    if (station === undefined) return;
    this.attendance.stations.delete(socket);
    this.callTheRoll(station.hotelId);
    this.elsewhere.tell(station.hotelId);
    await this.turnAway(socket, station);
  }

  /** Answers who else looks. Throws NotFoundError for what this user may not see. */
  async view(socket: StaffSocket, conversationId: string): Promise<Person[]> {
    const { principal } = socket.data;
    await this.acted(socket);
    const person = await this.mayLook(principal, conversationId);
    const station = this.attendance.stations.get(socket);
    if (station === undefined) return []; // left while we asked
    if (station.conversationId !== conversationId) {
      await this.turnAway(socket, station);
      station.conversationId = conversationId;
      this.elsewhere.tell(principal.hotelId);
      await this.tellViewing(principal.hotelId, conversationId);
    }
    return this.attendance.viewers(principal.hotelId, conversationId).filter((viewer) => viewer.id !== person.id);
  }

  async leave(socket: StaffSocket): Promise<void> {
    await this.acted(socket);
    const station = this.attendance.stations.get(socket);
    if (station !== undefined) await this.turnAway(socket, station);
  }

  /** Ends by itself when it is not told again. `socket`: null over HTTP. */
  async typing(principal: Principal, socket: StaffSocket | null, conversationId: string, on: boolean): Promise<void> {
    if (socket !== null) await this.acted(socket);
    const { hotelId } = principal;
    const { chatId, role, ...person } = await this.mayLook(principal, conversationId);
    if (!may(role, 'conversation:write')) throw new ForbiddenError();
    if (socket !== null && !this.attendance.stations.has(socket)) return; // left while we asked
    const key = keyOf(person.id, conversationId);
    const before = this.attendance.typists.get(key);
    if (!on) {
      this.elsewhere.hush(person.id, conversationId);
      if (before !== undefined) await this.stopTyping(key, before);
      return;
    }
    const typing = { hotelId, person, conversationId, until: Date.now() + TYPING_MS, socket };
    this.attendance.typists.set(key, typing);
    signalGuest(this.queue, { hotelId, chatId, kind: 'typing' });
    if (before !== undefined) return;
    this.elsewhere.tell(hotelId);
    await this.tellTyping(typing, true);
  }

  /** Ends what was not told again, and at `now` the subscriptions of those who did nothing for half an hour. */
  async sweep(now: number): Promise<void> {
    this.elsewhere.sweep(now);
    const over = [...this.attendance.typists].filter(([, typing]) => typing.until <= now);
    for (const [key, typing] of over) await this.stopTyping(key, typing);
    for (const [socket, station] of this.attendance.stations) {
      if (station.idle || now - station.actedAt <= IDLE_MS) continue;
      station.idle = true;
      this.switchboard.rest(socket);
      await this.turnAway(socket, station);
    }
  }

  /** The user did something. Who comes back after half an hour is told what they did not hear of. */
  private async acted(socket: StaffSocket): Promise<void> {
    const station = this.attendance.stations.get(socket);
    if (station === undefined) return;
    station.actedAt = Date.now();
    if (!station.idle) return;
    station.idle = false;
    this.switchboard.attend(socket);
    await this.tellAll(socket);
  }

  private async turnAway(socket: StaffSocket, station: Station): Promise<void> {
    const { hotelId, conversationId } = station;
    station.conversationId = null;
    this.elsewhere.tell(hotelId);
    const own = [...this.attendance.typists].filter(([, typing]) => typing.socket === socket);
    for (const [key, typing] of own) await this.stopTyping(key, typing);
    if (conversationId !== null) await this.tellViewing(hotelId, conversationId);
  }

  private async stopTyping(key: string, typing: Typing): Promise<void> {
    this.attendance.typists.delete(key);
    this.elsewhere.tell(typing.hotelId);
    await this.tellTyping(typing, false);
  }

  /** Another process heard over HTTP that somebody types no more, who told it here before. */
  private async hushed(userId: string, conversationId: string): Promise<void> {
    const key = keyOf(userId, conversationId);
    const typing = this.attendance.typists.get(key);
    if (typing?.socket === null) await this.stopTyping(key, typing);
  }

  /** What changed at another process, to those here who may see it. */
  private async follow(hotelId: string, before: Roster, now: Roster): Promise<void> {
    const { came, looked, began, ended } = rosterChanges(before, now);
    if (came) this.callTheRoll(hotelId);
    for (const conversationId of looked) await this.tellViewing(hotelId, conversationId);
    for (const typing of ended) await this.tellTyping({ hotelId, ...typing }, false);
    for (const typing of began) await this.tellTyping({ hotelId, ...typing }, true);
  }

  private async mayLook(
    principal: Principal,
    conversationId: string,
  ): Promise<Person & { chatId: string; role: Role }> {
    const { hotelId, userId, apiKey } = principal;
    // Rights of this moment, not of when the socket came.
    const [reader] = apiKey ? [{ ...principal, name: apiKey.name }] : await this.readers.ofHotel(hotelId, [userId]);
    const looker = reader ?? { ...principal, role: 'viewer', departmentIds: [], name: '' };
    const { chatId } = await this.conversations.visible(looker, conversationId);
    return { id: userId, name: looker.name, role: looker.role, chatId };
  }

  /** Who is here, to everybody of the hotel, some moments after somebody came or went. */
  private callTheRoll(hotelId: string): void {
    if (this.rollCalls.has(hotelId)) return;
    const call = (): void => {
      this.rollCalls.delete(hotelId);
      for (const userId of this.switchboard.usersOf(hotelId))
        this.switchboard.emitLive(hotelId, this.roll(hotelId, userId));
    };
    this.rollCalls.set(hotelId, setTimeout(call, PRESENCE_MS).unref());
  }

  private roll(hotelId: string, userId: string): StaffEvent {
    return { userId, name: 'presence', at: this.clock.now(), data: { users: this.attendance.here(hotelId) } };
  }

  /** To one page: who is here, who looks at what it may see, who types there. */
  private async tellAll(socket: StaffSocket): Promise<void> {
    const { hotelId, userId } = socket.data.principal;
    this.switchboard.tell(socket, this.roll(hotelId, userId));
    for (const conversationId of this.attendance.looked(hotelId, userId)) {
      const [reader] = await this.readers.audienceOfId(hotelId, conversationId, [userId]);
      if (reader === undefined) continue;
      this.switchboard.tell(socket, this.viewing(hotelId, conversationId, userId));
      for (const person of this.attendance.typing(hotelId, conversationId))
        if (person.id !== userId)
          this.switchboard.tell(socket, this.typingEvent({ conversationId, person }, userId, true));
    }
  }

  private viewing(hotelId: string, conversationId: string, userId: string): StaffEvent {
    const users = this.attendance.viewers(hotelId, conversationId).filter((user) => user.id !== userId);
    return { userId, name: 'viewing', at: this.clock.now(), data: { conversationId, users } };
  }

  private typingEvent({ conversationId, person }: Word, userId: string, typing: boolean): StaffEvent {
    return { userId, name: 'typing', at: this.clock.now(), data: { conversationId, user: person, typing } };
  }

  private async tellViewing(hotelId: string, conversationId: string): Promise<void> {
    for (const userId of await this.audience(hotelId, conversationId))
      this.switchboard.emitLive(hotelId, this.viewing(hotelId, conversationId, userId));
  }

  /** Not "no more" of somebody who still types at another page of theirs. */
  private async tellTyping(typing: Word & { hotelId: string }, on: boolean): Promise<void> {
    const { hotelId, conversationId, person } = typing;
    if (!on && this.attendance.typing(hotelId, conversationId).some(({ id }) => id === person.id)) return;
    for (const userId of await this.audience(typing.hotelId, typing.conversationId)) {
      if (userId !== typing.person.id) this.switchboard.emitLive(typing.hotelId, this.typingEvent(typing, userId, on));
    }
  }

  private async audience(hotelId: string, conversationId: string): Promise<string[]> {
    const users = this.switchboard.usersOf(hotelId);
    if (users.length === 0) return [];
    return (await this.readers.audienceOfId(hotelId, conversationId, users)).map(({ userId }) => userId);
  }
}

function keyOf(userId: string, conversationId: string): string {
  return `${userId}/${conversationId}`;
}
