import { DateTime, IANAZone } from 'luxon';

import { DomainError, type FieldError } from '../common/errors.js';
import {
  type HoursException,
  type HoursSpan,
  minutesOf,
  type OpeningHours,
  type Weekday,
  WEEKDAYS,
} from './opening-hours.js';

export const MAX_SPANS = 6;
export const MAX_EXCEPTIONS = 366;
export const MAX_EXCEPTION_NAME = 100;
const DAY = 24 * 60;

type Fault = (field: string, code: string, message: string) => void;
type Fields = Record<string, unknown>;

/** Hours as an administrator typed them; null is "always open". Names every mistake, by field, or returns them clean. */
export function parseHours(value: unknown, at = 'hours'): OpeningHours | null {
  if (value === null || value === undefined) return null;
  const errors: FieldError[] = [];
  const fault: Fault = (field, code, message) => void errors.push({ field, code, message: `${field}: ${message}` });

  const hours = isFields(value) ? readHours(value, at, fault) : null;
  if (!hours) fault(at, 'hours_shape', 'must be null or {timeZone?, weekly, exceptions?}');
  if (!hours || errors.length > 0) {
    throw new DomainError('invalid', 'invalid_input', errors.map(({ message }) => message).join('; '), { errors });
  }
  return hours;
}

function readHours(value: Fields, at: string, fault: Fault): OpeningHours {
  refuseOthers(value, ['timeZone', 'weekly', 'exceptions'], at, fault);
  const hours: OpeningHours = { weekly: readWeekly(value.weekly, `${at}.weekly`, fault) };
  if (value.timeZone !== undefined && value.timeZone !== null) {
    if (typeof value.timeZone === 'string' && IANAZone.isValidZone(value.timeZone)) hours.timeZone = value.timeZone;
    else fault(`${at}.timeZone`, 'is_time_zone', 'must be a time zone as "Europe/Lisbon"');
  }
  if (value.exceptions !== undefined && value.exceptions !== null) {
    hours.exceptions = readExceptions(value.exceptions, `${at}.exceptions`, fault);
  }
  return hours;
}

function readWeekly(value: unknown, at: string, fault: Fault): OpeningHours['weekly'] {
  const weekly: OpeningHours['weekly'] = {};
  if (!isFields(value)) {
    fault(at, 'hours_weekly', 'must be {"mon": [["08:00", "22:00"]], …}; a day left out is closed');
    return weekly;
  }
  refuseOthers(value, WEEKDAYS, at, fault);
  for (const day of WEEKDAYS) {
    if (value[day] !== undefined) weekly[day] = readSpans(value[day], `${at}.${day}`, fault);
  }
  refuseNightsIntoMornings(weekly, at, fault);
  return weekly;
}

function readSpans(value: unknown, at: string, fault: Fault): HoursSpan[] {
  if (!Array.isArray(value) || value.length > MAX_SPANS) {
    fault(at, 'hours_spans', `must be a list of at most ${MAX_SPANS} ["08:00", "22:00"]`);
    return [];
  }
  const spans = value.flatMap((item: unknown, index) => {
    const span = readSpan(item);
    if (!span)
      fault(
        `${at}.${index}`,
        'hours_span',
        'must be two different times as ["08:00", "22:00"], the second up to "24:00"',
      );
    return span ? [span] : [];
  });
  const sorted = spans.toSorted((a, b) => minutesOf(a[0]) - minutesOf(b[0]));
  if (sorted.some((span, n) => n > 0 && endOf(sorted[n - 1]) > minutesOf(span[0]))) {
    fault(at, 'hours_overlap', 'times overlap');
  }
  return sorted;
}

function readSpan(value: unknown): HoursSpan | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [from, to]: unknown[] = value;
  if (typeof from !== 'string' || typeof to !== 'string' || from === to) return null;
  return isTime(from) && (isTime(to) || to === '24:00') ? [from, to] : null;
}

/** The night that begins on Monday must be over before Tuesday's first hours. */
function refuseNightsIntoMornings(weekly: OpeningHours['weekly'], at: string, fault: Fault): void {
  WEEKDAYS.forEach((day, n) => {
    const next = WEEKDAYS[(n + 1) % 7] as Weekday;
    const nightEnds = endOf(weekly[day]?.at(-1)) - DAY;
    const [morning] = weekly[next] ?? [];
    if (morning && nightEnds > minutesOf(morning[0]))
      fault(`${at}.${next}`, 'hours_overlap', `times overlap with the night of ${day}`);
  });
}

function readExceptions(value: unknown, at: string, fault: Fault): HoursException[] {
  if (!Array.isArray(value) || value.length > MAX_EXCEPTIONS) {
    fault(at, 'hours_exceptions', `must be a list of at most ${MAX_EXCEPTIONS} {date, hours, name?}`);
    return [];
  }
  const dates = new Set<string>();
  return value.flatMap((item: unknown, index) => {
    const field = `${at}.${index}`;
    const exception = isFields(item) ? readException(item, field, fault) : null;
    if (!exception) fault(field, 'hours_exception', 'must be {"date": "2026-12-24", "hours": [], "name"?}');
    else if (dates.has(exception.date)) fault(`${field}.date`, 'hours_date_twice', 'is there twice');
    else dates.add(exception.date);
    return exception ? [exception] : [];
  });
}

function readException(value: Fields, at: string, fault: Fault): HoursException | null {
  const { date, name } = value;
  if (typeof date !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(date) || !DateTime.fromISO(date).isValid) return null;
  refuseOthers(value, ['date', 'hours', 'name'], at, fault);
  const exception: HoursException = { date, hours: readSpans(value.hours, `${at}.hours`, fault) };
  if (name === undefined || name === null) return exception;
  if (typeof name === 'string' && name.length <= MAX_EXCEPTION_NAME && name.isWellFormed() && !/\p{Cc}/u.test(name)) {
    return { ...exception, name };
  }
  fault(`${at}.name`, 'is_text', `must be text of at most ${MAX_EXCEPTION_NAME} characters`);
  return exception;
}

function endOf(span: HoursSpan | undefined): number {
  if (!span) return 0;
  const [from, to] = [minutesOf(span[0]), minutesOf(span[1])];
  return to > from ? to : to + DAY;
}

function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseOthers(value: Fields, known: readonly string[], at: string, fault: Fault): void {
  for (const key of Object.keys(value)) {
    if (!known.includes(key)) fault(`${at}.${key}`, 'unknown_field', 'is not known');
  }
}
