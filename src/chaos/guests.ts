import { setTimeout as wait } from 'node:timers/promises';

import type { MetaCloudSimulator, Sent, SimGuest } from '../simulators/index.js';
import type { GuestWords, Phone } from './checker/index.js';
import type { Random } from './random.js';

/** Milliseconds between two messages of one guest, and how long one has something to say. */
const PAUSE: [number, number] = [100, 3_000];
const STAY: [number, number] = [5_000, 40_000];
/** Words that nobody acknowledged yet: with more of them the retries would be all that the machine does. */
const MOST_UNDER_WAY = 100;

/** People who write, press what they are offered and open the chat now and then. They do not wait for an answer. */
export class Guests {
  private readonly all: SimGuest[] = [];
  private readonly acknowledged = new Set<string>();
  private underWay = 0;
  private readonly silence = new AbortController();
  private readonly living: Promise<void>[] = [];

  constructor(
    private readonly cloud: MetaCloudSimulator,
    private readonly random: Random,
  ) {}

  arrive(): void {
    const number = this.all.length;
    const guest = this.cloud.addGuest({ name: `Guest ${number}`, phone: `34600${String(100_000 + number)}` });
    this.all.push(guest);
    this.living.push(this.live(guest, this.random.branch(), number));
  }

  async stop(): Promise<void> {
    this.silence.abort();
    await Promise.all(this.living);
  }

  evidence(): { written: GuestWords[]; phones: Phone[] } {
    const written = this.all.flatMap((guest) =>
      guest.thread
        .filter(({ side }) => side === 'guest')
        .map(({ id, type, text, at }) => ({
          id,
          phone: guest.waId,
          text: type === 'text' ? text : null,
          at: Math.floor(+at / 1_000),
          acknowledged: this.acknowledged.has(id),
        })),
    );
    const phones = this.all.map((guest) => ({
      number: guest.waId,
      shows: guest.inbox.map(({ id, ref, text, status }) => ({ id, ref, text, told: status })),
    }));
    return { written, phones };
  }

  private async live(guest: SimGuest, random: Random, number: number): Promise<void> {
    const signal = AbortSignal.any([this.silence.signal, AbortSignal.timeout(random.between(...STAY))]);
    for (let n = 1; !signal.aborted; n++) {
      if (this.underWay > MOST_UNDER_WAY) await wait(200);
      else if (random.chance(0.15)) this.answerMenu(guest, random);
      else if (random.chance(0.1)) void guest.reads();
      else this.note(guest.writes(wordsOf(random, number, n)));
      // Two in one breath, now and then.
      if (random.chance(0.1)) this.note(guest.writes(`And one more thing (guest ${number}, ${n}b)`));
      await wait(random.between(...PAUSE), undefined, { signal }).catch(() => undefined);
    }
  }

  private answerMenu(guest: SimGuest, random: Random): void {
    const menu = guest.inbox.findLast(({ rows, buttons }) => rows.length > 0 || buttons.length > 0);
    if (!menu) return;
    if (menu.rows.length > 0) this.note(guest.picks(random.pick(menu.rows).title));
    else this.note(guest.presses(random.pick(menu.buttons).title));
  }

  private note(sent: Promise<Sent>): void {
    this.underWay++;
    void sent.then(({ id, acknowledged }) => {
      this.underWay--;
      if (acknowledged) this.acknowledged.add(id);
    });
  }
}

function wordsOf(random: Random, guest: number, n: number): string {
  const wish = random.pick(['Could we have more towels', 'What time is breakfast', 'Thank you', 'The lamp is broken']);
  return `${wish} (guest ${guest}, ${n})`;
}
