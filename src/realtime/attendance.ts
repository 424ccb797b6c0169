import type { Roster } from '../processes/index.js';
import type { Elsewhere } from './elsewhere.js';
import type { StaffSocket } from './switchboard.js';

export interface Person {
  id: string;
  name: string;
}

/** One connected page. */
export interface Station {
  hotelId: string;
  person: Person;
  /** when its user last did something; real time */
  actedAt: number;
  /** nothing done for half an hour: its subscriptions have ended */
  idle: boolean;
  conversationId: string | null;
}

export interface Typing {
  hotelId: string;
  person: Person;
  conversationId: string;
  until: number;
  /** null: told over HTTP */
  socket: StaffSocket | null;
}

/** Who is here, looks and types: at this process, and as the others tell it. In memory, gone with the socket. */
export class Attendance {
  readonly stations = new Map<StaffSocket, Station>();
  /** by user and conversation: two pages of one person are one who types */
  readonly typists = new Map<string, Typing>();

  constructor(private readonly elsewhere: Elsewhere) {}

  /** Of this process alone, as it is told to the others. */
  own(hotelId: string): Roster {
    const pages = [...this.stations.values()].filter((station) => station.hotelId === hotelId);
    const typing = [...this.typists.values()].filter((one) => one.hotelId === hotelId);
    return {
      pages: pages.map(({ person, conversationId }) => ({ person, conversationId })),
      typing: typing.map(({ person, conversationId }) => ({ person, conversationId })),
    };
  }

  ownHotels(): string[] {
    return [...new Set([...this.stations.values(), ...this.typists.values()].map(({ hotelId }) => hotelId))];
  }

  here(hotelId: string): Person[] {
    return once(this.of(hotelId).pages.map(({ person }) => person));
  }

  viewers(hotelId: string, conversationId: string): Person[] {
    const there = this.of(hotelId).pages.filter((page) => page.conversationId === conversationId);
    return once(there.map(({ person }) => person));
  }

  typing(hotelId: string, conversationId: string): Person[] {
    const there = this.of(hotelId).typing.filter((typing) => typing.conversationId === conversationId);
    return once(there.map(({ person }) => person));
  }

  /** What others than this user look at. */
  looked(hotelId: string, userId: string): string[] {
    const others = this.of(hotelId).pages.filter(({ person }) => person.id !== userId);
    return [...new Set(others.flatMap(({ conversationId }) => conversationId ?? []))];
  }

  /** How many pages this user has open at other processes. */
  pagesElsewhere(hotelId: string, userId: string): number {
    return this.elsewhere.of(hotelId).pages.filter(({ person }) => person.id === userId).length;
  }

  clear(): void {
    this.stations.clear();
    this.typists.clear();
  }

  private of(hotelId: string): Roster {
    const [own, elsewhere] = [this.own(hotelId), this.elsewhere.of(hotelId)];
    return { pages: [...own.pages, ...elsewhere.pages], typing: [...own.typing, ...elsewhere.typing] };
  }
}

function once(people: readonly Person[]): Person[] {
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
