import { Neighbours, type Listener } from './neighbours.js';
import type { News, Topic } from './news.js';
import type { RedisLines } from './redis-lines.js';

/** Of what is told: processes of two versions hear of each other only where they speak alike. */
const FORM = 1;
/** A Redis that takes words and does not answer must not fill the memory. */
const MOST_UNDER_WAY = 1_000;

/** By Redis's publish and subscribe, which keeps nothing: who does not listen at that moment has not heard it. */
export class RedisNeighbours extends Neighbours {
  private readonly listeners = new Map<string, Set<(news: never, from: string) => void>>();
  private underWay = 0;

  constructor(private readonly lines: RedisLines) {
    super();
    lines.listening.on('message', (channel: string, text: string) => this.heard(channel, text));
  }

  tell<T extends Topic>(topic: T, news: News[T]): void {
    const { talking } = this.lines;
    if (talking.status !== 'ready' || this.underWay >= MOST_UNDER_WAY) return;
    this.underWay++;
    talking
      .publish(this.channel(topic), JSON.stringify({ from: this.self, news }))
      .catch(() => undefined)
      .finally(() => this.underWay--);
  }

  hear<T extends Topic>(topic: T, listener: Listener<T>): void {
    const channel = this.channel(topic);
    const listeners = this.listeners.get(channel) ?? new Set();
    this.listeners.set(channel, listeners.add(listener));
    // Waits for Redis where it is away; a connection that is made anew listens to the same again.
    if (listeners.size === 1) this.lines.listening.subscribe(channel).catch(() => undefined);
  }

  private channel(topic: Topic): string {
    return `${this.lines.prefix}:${FORM}:${topic}`;
  }

  private heard(channel: string, text: string): void {
    const listeners = this.listeners.get(channel);
    if (listeners === undefined) return;
    const said = read(text);
    if (said === null || said.from === this.self) return;
    for (const listener of listeners) listener(said.news, said.from);
  }
}

/** Whoever may write to this Redis may write anything. */
function read(text: string): { from: string; news: never } | null {
  try {
    return JSON.parse(text) as { from: string; news: never };
  } catch {
    return null;
  }
}
