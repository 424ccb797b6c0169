import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';

import type { Principal } from '../auth/index.js';
import type { Sight } from '../conversations/index.js';
import type { Envelope, StaffEvent } from './events.js';

/** A socket that proved who it is. */
export interface StaffSocket extends Socket {
  data: { principal: Principal; name: string; sight: Sight };
}

interface Listener {
  principal: Principal;
  /** what this user saw at the last event: who loses sight of something is told */
  sight: Sight;
  /** sees more than before, and was not called back yet */
  seesMore: boolean;
  sockets: Set<StaffSocket>;
}

/**
 * Who listens here, in this process. One room per user, one for those of its pages where somebody acts, one per session.
 * Each process emits to its own sockets alone, because each reads the change log itself, so that positions hold; the end
 * of a session reaches those of all processes.
 */
@Injectable()
export class Switchboard {
  private namespace: Namespace | undefined;
  private readonly hotels = new Map<string, Map<string, Listener>>();

  open(namespace: Namespace): void {
    this.namespace = namespace;
  }

  add(socket: StaffSocket, sight: Sight): void {
    const { principal } = socket.data;
    const hotel = this.hotels.get(principal.hotelId) ?? new Map<string, Listener>();
    this.hotels.set(principal.hotelId, hotel);
    const listener = hotel.get(principal.userId) ?? { principal, sight, seesMore: false, sockets: new Set() };
    hotel.set(principal.userId, listener);
    listener.sockets.add(socket);
    void socket.join([
      roomOf(principal.hotelId, principal.userId),
      sessionRoomOf(principal.hotelId, principal.sessionId),
    ]);
    this.attend(socket);
  }

  /** This page hears of typing, viewing and presence. */
  attend(socket: StaffSocket): void {
    const { hotelId, userId } = socket.data.principal;
    void socket.join(liveRoomOf(hotelId, userId));
  }

  /** It does not any more; all else still reaches it. */
  rest(socket: StaffSocket): void {
    const { hotelId, userId } = socket.data.principal;
    void socket.leave(liveRoomOf(hotelId, userId));
  }

  remove(socket: StaffSocket): void {
    const { hotelId, userId } = socket.data.principal;
    const hotel = this.hotels.get(hotelId);
    const listener = hotel?.get(userId);
    if (hotel === undefined || listener === undefined) return;
    listener.sockets.delete(socket);
    if (listener.sockets.size === 0) hotel.delete(userId);
    if (hotel.size === 0) this.hotels.delete(hotelId);
  }

  hotelIds(): string[] {
    return [...this.hotels.keys()];
  }

  usersOf(hotelId: string): string[] {
    return [...(this.hotels.get(hotelId)?.keys() ?? [])];
  }

  /** What this user saw before; from now on it is `now`. Null: not connected here. */
  swapSight(hotelId: string, userId: string, now: Sight): Sight | null {
    const listener = this.hotels.get(hotelId)?.get(userId);
    if (listener === undefined) return null;
    const before = listener.sight;
    listener.sight = now;
    return before;
  }

  emit(hotelId: string, event: StaffEvent, position: string | null): void {
    const envelope: Envelope = { position, at: event.at, data: event.data };
    this.namespace?.local.to(roomOf(hotelId, event.userId)).emit(event.name, envelope);
  }

  /** Events of one reading of the log: what is the very same for several users is written once, and each hears in order. */
  emitAll(hotelId: string, events: readonly StaffEvent[], position: string): void {
    const told = new Map<StaffEvent['data'], { event: StaffEvent; rooms: string[] }>();
    for (const event of events) {
      const same = told.get(event.data);
      if (same) same.rooms.push(roomOf(hotelId, event.userId));
      else told.set(event.data, { event, rooms: [roomOf(hotelId, event.userId)] });
    }
    for (const { event, rooms } of told.values()) {
      const envelope: Envelope = { position, at: event.at, data: event.data };
      this.namespace?.local.to(rooms).emit(event.name, envelope);
    }
  }

  /** To those of the user's pages where somebody acts. */
  emitLive(hotelId: string, event: StaffEvent): void {
    const envelope: Envelope = { position: null, at: event.at, data: event.data };
    this.namespace?.local.to(liveRoomOf(hotelId, event.userId)).emit(event.name, envelope);
  }

  /** To one page alone. */
  tell(socket: StaffSocket, event: StaffEvent): void {
    socket.emit(event.name, { position: null, at: event.at, data: event.data } satisfies Envelope);
  }

  /** Sessions with a socket here, to be asked whether they still live. */
  sessions(): { hotelId: string; sessionId: string }[] {
    return this.sockets().map(({ data: { principal } }) => ({
      hotelId: principal.hotelId,
      sessionId: principal.sessionId,
    }));
  }

  /** Their sockets are told and end (DECISIONS: sockets live as long as their session row). */
  end(ends: (principal: Principal) => boolean, at: Date): void {
    for (const socket of this.sockets()) {
      if (!ends(socket.data.principal)) continue;
      socket.emit('session.ended', { position: null, at, data: {} } satisfies Envelope);
      socket.disconnect(true);
    }
  }

  /** Of a user who sees more than before: to be called back when the log has the news of it. */
  markSeesMore(hotelId: string, userId: string): void {
    const listener = this.hotels.get(hotelId)?.get(userId);
    if (listener !== undefined) listener.seesMore = true;
  }

  /** Closes the line of this user's pages, where they see more: each comes back by itself and asks what it missed. */
  callBack(hotelId: string, userId: string): void {
    const listener = this.hotels.get(hotelId)?.get(userId);
    if (!listener?.seesMore) return;
    listener.seesMore = false;
    for (const { conn } of listener.sockets) conn.close();
  }

  /** The same at once at the other processes, which would learn it from the log. */
  endElsewhere(hotelId: string, sessionIds: readonly string[], at: Date): void {
    if (sessionIds.length === 0) return; // no rooms would be all of them
    const rooms = this.namespace?.in(sessionIds.map((id) => sessionRoomOf(hotelId, id)));
    rooms?.emit('session.ended', { position: null, at, data: {} } satisfies Envelope);
    rooms?.disconnectSockets(true);
  }

  sockets(): StaffSocket[] {
    return [...this.hotels.values()].flatMap((hotel) =>
      [...hotel.values()].flatMap((listener) => [...listener.sockets]),
    );
  }
}

function roomOf(hotelId: string, userId: string): string {
  return `user:${hotelId}:${userId}`;
}

function liveRoomOf(hotelId: string, userId: string): string {
  return `live:${hotelId}:${userId}`;
}

function sessionRoomOf(hotelId: string, sessionId: string): string {
  return `session:${hotelId}:${sessionId}`;
}
