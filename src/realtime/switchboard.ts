import { Injectable } from '@nestjs/common';
import type { Namespace, Socket } from 'socket.io';

import type { Principal } from '../auth/index.js';
import type { Sight } from '../conversations/index.js';
import type { Envelope, StaffEvent } from './events.js';

/** A socket that proved who it is. */
export interface StaffSocket extends Socket {
  data: { principal: Principal; sight: Sight };
}

interface Listener {
  principal: Principal;
  /** what this user saw at the last event: who loses sight of something is told */
  sight: Sight;
  sockets: Set<StaffSocket>;
}

/** Who listens here, in this process. One room per user; each process emits to its own sockets alone. */
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
    const listener = hotel.get(principal.userId) ?? { principal, sight, sockets: new Set() };
    hotel.set(principal.userId, listener);
    listener.sockets.add(socket);
    void socket.join(roomOf(principal.hotelId, principal.userId));
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

  emit(hotelId: string, event: Omit<StaffEvent, 'at'> & { at: Date }, position: string | null): void {
    const envelope: Envelope = { position, at: event.at, data: event.data };
    this.namespace?.local.to(roomOf(hotelId, event.userId)).emit(event.name, envelope);
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

  private sockets(): StaffSocket[] {
    return [...this.hotels.values()].flatMap((hotel) =>
      [...hotel.values()].flatMap((listener) => [...listener.sockets]),
    );
  }
}

function roomOf(hotelId: string, userId: string): string {
  return `user:${hotelId}:${userId}`;
}
