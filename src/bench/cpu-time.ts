import { readdirSync, readFileSync } from 'node:fs';

/** A clock tick of /proc in microseconds (USER_HZ is 100 on every Linux this runs on). */
const TICK_US = 10_000;

/** What a process and, with `family`, its children have used of the CPU, user and system, in µs; null where there is no /proc. */
export function cpuTime(pid: number, { family = false } = {}): number | null {
  const own = ticks(pid);
  if (own === null) return null;
  if (!family) return own.used * TICK_US;
  let used = own.used;
  for (const name of readdirSync('/proc')) {
    const child = /^\d+$/.test(name) ? ticks(Number(name)) : null;
    if (child?.parent === pid) used += child.used;
  }
  return used * TICK_US;
}

/** proc(5): after the name in brackets, the parent is field 4, user and system time are 14 and 15. */
function ticks(pid: number): { parent: number; used: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { parent: Number(fields[1]), used: Number(fields[11]) + Number(fields[12]) };
  } catch {
    return null; // it has ended, or this is no Linux
  }
}
