import { Injectable } from '@nestjs/common';

import { Neighbours, type Roster, type StaffNews } from '../processes/index.js';

/** A process says so often that it is there … */
const ALIVE_MS = 3_000;
/** … and is gone, with everybody there, when it has not for so long. */
const GONE_MS = 10_000;
/** What changes together is told together. */
const TOGETHER_MS = 20;
const NOBODY: Roster = { pages: [], typing: [] };

/** Another process that holds pages of staff, as it told. */
interface Process {
  number: number;
  heardAt: number;
  rosters: Map<string, Roster>;
}

interface Hooks {
  /** who is at this process */
  own(hotelId: string): Roster;
  /** hotels with somebody at this process */
  ownHotels(): string[];
  /** of a hotel, at another process */
  changed(hotelId: string, before: Roster, now: Roster): void;
  /** somebody said elsewhere that they type no more */
  hushed(userId: string, conversationId: string): void;
}

/**
 * Who has the desk open at other processes: each tells its own, whole hotels at a time, and says every few seconds that it
 * is there. A message that was lost shows in the numbers, and is asked for again; a process that died is forgotten.
 */
@Injectable()
export class Elsewhere {
  private readonly processes = new Map<string, Process>();
  private readonly toTell = new Map<string, NodeJS.Timeout>();
  private hooks: Hooks | undefined;
  private number = 0;
  private saidAt = 0;

  constructor(private readonly neighbours: Neighbours) {}

  start(hooks: Hooks): void {
    this.hooks = hooks;
    this.neighbours.hear('staff', (news, from) => this.heard(news, from));
    this.say({ kind: 'ask', of: null });
  }

  stop(): void {
    this.hooks = undefined;
    for (const timer of this.toTell.values()) clearTimeout(timer);
    this.toTell.clear();
    this.say({ kind: 'gone' });
  }

  /** Of one hotel at all other processes. */
  of(hotelId: string): Roster {
    const rosters = [...this.processes.values()].map((process) => process.rosters.get(hotelId) ?? NOBODY);
    return { pages: rosters.flatMap(({ pages }) => pages), typing: rosters.flatMap(({ typing }) => typing) };
  }

  /** Something of this hotel changed here. */
  tell(hotelId: string): void {
    if (this.toTell.has(hotelId)) return;
    const timer = setTimeout(() => {
      this.toTell.delete(hotelId);
      if (this.hooks !== undefined)
        this.say({ kind: 'hotel', number: ++this.number, hotelId, roster: this.hooks.own(hotelId) });
    }, TOGETHER_MS);
    this.toTell.set(hotelId, timer.unref());
  }

  hush(userId: string, conversationId: string): void {
    this.say({ kind: 'hush', userId, conversationId });
  }

  /** Real time, as whoever sweeps has it. */
  sweep(now: number): void {
    if (now - this.saidAt >= ALIVE_MS) {
      this.saidAt = now;
      this.say({ kind: 'alive', number: this.number });
    }
    this.forgetSilent(now);
  }

  forgetSilent(now: number): void {
    for (const [id, process] of this.processes) if (now - process.heardAt >= GONE_MS) this.forget(id);
  }

  private heard(news: StaffNews, from: string): void {
    if (this.hooks === undefined) return;
    const known = this.processes.get(from);
    if (known) known.heardAt = Date.now();
    switch (news.kind) {
      case 'hotel':
        if (known && news.number === known.number + 1) {
          known.number = news.number;
          this.replace(known, news.hotelId, news.roster);
        } else this.say({ kind: 'ask', of: from });
        return;
      case 'all':
        return this.replaceAll(from, news.number, news.rosters);
      case 'alive':
        if (known?.number !== news.number) this.say({ kind: 'ask', of: from });
        return;
      case 'ask':
        if (news.of === null || news.of === this.neighbours.self) this.tellAll();
        return;
      case 'hush':
        return this.hooks.hushed(news.userId, news.conversationId);
      case 'gone':
        return this.forget(from);
    }
  }

  private tellAll(): void {
    const { hooks } = this;
    if (hooks === undefined) return;
    const rosters = Object.fromEntries(hooks.ownHotels().map((hotelId) => [hotelId, hooks.own(hotelId)]));
    this.say({ kind: 'all', number: this.number, rosters });
  }

  private replaceAll(from: string, number: number, rosters: Record<string, Roster>): void {
    const process = this.processes.get(from) ?? { number, heardAt: Date.now(), rosters: new Map<string, Roster>() };
    this.processes.set(from, process);
    process.number = number;
    for (const hotelId of new Set([...process.rosters.keys(), ...Object.keys(rosters)]))
      this.replace(process, hotelId, rosters[hotelId] ?? NOBODY);
  }

  private replace(process: Process, hotelId: string, now: Roster): void {
    const before = process.rosters.get(hotelId) ?? NOBODY;
    if (now.pages.length + now.typing.length === 0) process.rosters.delete(hotelId);
    else process.rosters.set(hotelId, now);
    this.hooks?.changed(hotelId, before, now);
  }

  private forget(id: string): void {
    const process = this.processes.get(id);
    if (process === undefined) return;
    this.processes.delete(id);
    for (const [hotelId, before] of process.rosters) this.hooks?.changed(hotelId, before, NOBODY);
  }

  private say(news: StaffNews): void {
    this.neighbours.tell('staff', news);
  }
}
