import type { DeskProcess } from './desk-process.js';
import { Times, watchCpu, type Cells, type Cpu } from './figures.js';
import { closedLoop } from './open-loop.js';

/** What is done again and again, side by side on so many connections. */
export interface Load {
  connections: number;
  /** messages an act */
  messages: number;
  act(lane: number): Promise<void>;
  close(): void | Promise<void>;
}

/** One line of a bench's table: a load that has its turns between others, because a machine's speed changes. */
export class Line {
  private messages = 0;
  private seconds = 0;
  private readonly times = new Times();
  private readonly used: Cpu[] = [];

  constructor(
    private readonly desk: DeskProcess,
    /** pid */
    private readonly redis: number | null,
  ) {}

  async turn(load: Load, seconds: number): Promise<void> {
    const cpu = await watchCpu(this.desk, this.redis);
    const begin = performance.now();
    const rate = await closedLoop(load.connections, seconds, async (lane) => {
      const start = performance.now();
      await load.act(lane);
      this.times.add(performance.now() - start);
    });
    const took = (performance.now() - begin) / 1_000;
    this.used.push(cpu());
    this.seconds += took;
    this.messages += rate * took * load.messages;
    await load.close();
  }

  get perSecond(): number {
    return this.messages / this.seconds;
  }

  /** CPU in µs a message */
  get cells(): Cells {
    const cpu = (of: keyof Cpu): number | null =>
      this.used.reduce<number | null>((sum, { [of]: µs }) => (sum === null || µs === null ? null : sum + µs), 0);
    const each = (total: number | null): number | null => (total === null ? null : total / this.messages);
    return {
      'messages/s': this.perSecond,
      'p50 ms': this.times.at(0.5),
      'p99 ms': this.times.at(0.99),
      'desk µs': each(cpu('desk')),
      'postgres µs': each(cpu('postgres')),
      'redis µs': each(cpu('redis')),
    };
  }
}
