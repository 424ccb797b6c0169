import { DateTime, IANAZone } from 'luxon';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** From and to by the wall clock, "HH:MM". "24:00" is midnight at the day's end; an end before the start is next day's. */
export type HoursSpan = [from: string, to: string];

export interface HoursException {
  /** local date, 2026-12-24 */
  date: string;
  /** [] is closed all day */
  hours: HoursSpan[];
  name?: string;
}

/**
 * A department's hours; `null` in its place means always open. A span belongs to the day it begins on: an
 * exception replaces the spans that begin on its date, and the night before runs out as it would.
 */
export interface OpeningHours {
  /** the hotel's zone where it is left out */
  timeZone?: string;
  weekly: Partial<Record<Weekday, HoursSpan[]>>;
  exceptions?: HoursException[];
}

const LOOK_AHEAD_DAYS = 60;

export function isOpen(hours: OpeningHours | null, at: Date, hotelZone: string): boolean {
  if (!hours) return true;
  const zone = zoneOf(hours, hotelZone);
  return openTimes(hours, zone, localDay(at, zone).minus({ days: 1 }), 2).some((open) => contains(open, at.getTime()));
}

/** When it opens again, within 60 days; null while it is open, and when it does not open in that time. */
export function opensNext(hours: OpeningHours | null, at: Date, hotelZone: string): Date | null {
  if (!hours || isOpen(hours, at, hotelZone)) return null;
  const zone = zoneOf(hours, hotelZone);
  const limit = at.getTime() + LOOK_AHEAD_DAYS * 86_400_000;
  const starts = openTimes(hours, zone, localDay(at, zone), LOOK_AHEAD_DAYS + 1)
    .map((open) => open.start)
    .filter((start) => start > at.getTime() && start <= limit);
  return starts.length > 0 ? new Date(Math.min(...starts)) : null;
}

interface OpenTime {
  start: number;
  end: number;
}

function contains(open: OpenTime, at: number): boolean {
  return open.start <= at && at < open.end;
}

function zoneOf(hours: OpeningHours, hotelZone: string): IANAZone {
  return IANAZone.create(hours.timeZone ?? hotelZone);
}

/** A calendar day without a zone: days are counted in UTC, where each has 24 hours. */
function localDay(at: Date, zone: IANAZone): DateTime {
  return DateTime.fromJSDate(at, { zone }).setZone('utc', { keepLocalTime: true }).startOf('day');
}

function openTimes(hours: OpeningHours, zone: IANAZone, first: DateTime, days: number): OpenTime[] {
  const times: OpenTime[] = [];
  for (let n = 0; n < days; n++) {
    const day = first.plus({ days: n });
    for (const [from, to] of spansOf(hours, day)) {
      const [start, end] = [minutesOf(from), minutesOf(to)];
      times.push({
        start: instantOf(day, start, zone),
        end: instantOf(day, end > start ? end : end + 24 * 60, zone),
      });
    }
  }
  return times.filter(({ start, end }) => start < end); // hours that fall into the missing hour are none
}

function spansOf(hours: OpeningHours, day: DateTime): HoursSpan[] {
  const exception = hours.exceptions?.find(({ date }) => date === day.toISODate());
  if (exception) return exception.hours;
  const weekday = WEEKDAYS[day.weekday - 1];
  return (weekday && hours.weekly[weekday]) ?? [];
}

export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
}

/**
 * The moment a wall clock shows `minutes` of `day`. Where the clocks go back it shows it twice: the first
 * time counts. Where they go forward it may never show it: then the moment of the jump.
 */
function instantOf(day: DateTime, minutes: number, zone: IANAZone): number {
  const wall = day.toMillis() + minutes * 60_000;
  const [before, after] = [zone.offset(wall - 86_400_000), zone.offset(wall + 86_400_000)];
  const shown = [wall - before * 60_000, wall - after * 60_000].filter((at) => at + zone.offset(at) * 60_000 === wall);
  return shown.length > 0 ? Math.min(...shown) : jumpBetween(wall - after * 60_000, wall - before * 60_000, zone);
}

function jumpBetween(early: number, late: number, zone: IANAZone): number {
  const offset = zone.offset(early);
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (zone.offset(middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}
