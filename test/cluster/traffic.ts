import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import type { MetaCloudSimulator } from '../../src/simulators/index.js';
import type { Staff } from './staff.js';

/** Staff answer one message in so many. */
const ANSWERED = 4;

interface Inbox {
  items: { id: string; name: string }[];
}

/** Guests who write without end, and staff who answer some of it, until told to stop. */
export class Traffic {
  readonly acknowledged = new Set<string>();
  readonly answers = new Set<string>();
  written = 0;
  private writing = true;
  private readonly people: Promise<void>[];

  constructor(
    private readonly cloud: MetaCloudSimulator,
    private readonly staff: Staff,
    /** where webhooks go, in turns */
    private readonly doors: readonly string[],
    guests: number,
    private readonly pauseMs: number,
  ) {
    this.people = Array.from({ length: guests }, (_, n) => this.guest(n));
  }

  async stop(): Promise<void> {
    this.writing = false;
    await Promise.all(this.people);
  }

  private async guest(n: number): Promise<void> {
    const name = `Guest ${String.fromCharCode(65 + n)}`;
    const guest = this.cloud.addGuest({ name, phone: `+34 600 000 1${10 + n}` });
    while (this.writing) {
      this.cloud.webhooks.url = this.doors[this.written++ % this.doors.length] ?? null;
      const sent = await guest.writes(`Message ${this.written}`);
      if (sent.acknowledged) this.acknowledged.add(sent.id);
      if (this.written % ANSWERED === 0) await this.answer(name, sent.id);
      await wait(randomInt(this.pauseMs / 2, this.pauseMs * 1.5));
    }
  }

  private async answer(name: string, about: string): Promise<void> {
    const { items } = await this.staff.asks<Inbox>('GET', '/conversations?status=active');
    const conversation = items.find((item) => item.name === name);
    if (conversation === undefined) return;
    const body = { content: { type: 'text', text: `You said ${about}` }, clientId: `answer-${about}` };
    const { id } = await this.staff.asks<{ id: string }>('POST', `/conversations/${conversation.id}/messages`, body);
    this.answers.add(id);
  }
}
