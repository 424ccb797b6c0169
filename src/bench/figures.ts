import { cpuTime } from './cpu-time.js';
import type { DeskProcess } from './desk-process.js';

/** Times in milliseconds, in the order they were taken. */
export class Times {
  private readonly taken: number[] = [];

  add(ms: number): void {
    this.taken.push(ms);
  }

  get count(): number {
    return this.taken.length;
  }

  /** The time that this share of them did not exceed: 0.99 for p99; 0 where there is none. */
  at(share: number): number {
    const sorted = this.taken.toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  }
}

/** µs of CPU; null where the system does not tell, or where there is no such process. */
export interface Cpu {
  desk: number | null;
  postgres: number | null;
  redis: number | null;
}

/** What the desk, its PostgreSQL and its Redis use from here on; ask the answer for what it was. */
export async function watchCpu(desk: DeskProcess, redis: number | null): Promise<() => Cpu> {
  const pids = await desk.pids();
  const now = (): Cpu => ({
    desk: cpuTime(pids.desk),
    postgres: cpuTime(pids.postgres, { family: true }),
    redis: redis === null ? null : cpuTime(redis),
  });
  const before = now();
  const since = (after: number | null, start: number | null): number | null =>
    after === null || start === null ? null : after - start;
  return () => {
    const after = now();
    return {
      desk: since(after.desk, before.desk),
      postgres: since(after.postgres, before.postgres),
      redis: since(after.redis, before.redis),
    };
  };
}

export type Cells = Record<string, number | null>;

/** One line a row, its cells under their names; whole numbers from a hundred on, else with one decimal. */
export function printTable(rows: ReadonlyMap<string, Cells>): void {
  const columns = [...new Set([...rows.values()].flatMap((cells) => Object.keys(cells)))];
  const width = Math.max(...[...rows.keys()].map((name) => name.length)) + 2;
  const line = (name: string, cells: string[]): string =>
    `${name.padEnd(width)}${cells.map((cell) => cell.padStart(14)).join('')}\n`;
  process.stdout.write(line('', columns));
  for (const [name, cells] of rows)
    process.stdout.write(
      line(
        name,
        columns.map((column) => written(cells[column])),
      ),
    );
}

function written(value: number | null | undefined): string {
  if (value === undefined || value === null) return '–';
  return value.toFixed(value >= 100 || Number.isInteger(value) ? 0 : 1);
}

/** For the JSON on the last line. */
export function rounded(value: number | null | undefined): number | null {
  return value === undefined || value === null ? null : Number(value.toFixed(1));
}
