import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';

import { DomainError, type FieldError } from '../common/errors.js';
import { isOpen, type OpeningHours, opensNext, WEEKDAYS } from './opening-hours.js';
import { parseHours } from './parse-hours.js';

const LISBON = 'Europe/Lisbon';
const everyDay = (...spans: [string, string][]): OpeningHours => ({
  weekly: Object.fromEntries(WEEKDAYS.map((day) => [day, spans])),
});
const local = (text: string, zone = LISBON): Date => DateTime.fromISO(text, { zone }).toJSDate();
const shown = (at: Date | null, zone = LISBON): string | null =>
  at && DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");

const spa: OpeningHours = {
  weekly: {
    mon: [
      ['09:00', '13:00'],
      ['14:00', '20:00'],
    ],
    sat: [['10:00', '18:00']],
  },
  exceptions: [
    { date: '2026-12-24', hours: [['09:00', '13:00']], name: 'Christmas Eve' },
    { date: '2026-12-26', hours: [] },
  ],
};
const nightDesk = everyDay(['22:00', '06:00']);
const bar: OpeningHours = {
  weekly: {
    fri: [['18:00', '24:00']],
    sat: [
      ['00:00', '02:00'],
      ['18:00', '24:00'],
    ],
  },
};

describe('D8: opening hours', () => {
  it.each<[string, OpeningHours | null, string, boolean]>([
    ['a department without hours is always open', null, '2026-11-22T03:00', true],
    ['a department with no hours in the week never is', { weekly: {} }, '2026-11-23T12:00', false],
    ['the spa on Monday morning', spa, '2026-11-23T09:00', true],
    ['a minute before', spa, '2026-11-23T08:59', false],
    ['over lunch', spa, '2026-11-23T13:00', false],
    ['in the afternoon', spa, '2026-11-23T19:59', true],
    ['at closing time', spa, '2026-11-23T20:00', false],
    ['on Sunday', spa, '2026-11-22T11:00', false],
    ['on Christmas Eve, a Thursday, until one', spa, '2026-12-24T12:59', true],
    ['and not after', spa, '2026-12-24T13:00', false],
    ['on the 26th, a Saturday, by exception', spa, '2026-12-26T11:00', false],
    ['the night desk before midnight', nightDesk, '2026-11-22T23:00', true],
    ['and after it', nightDesk, '2026-11-23T05:59', true],
    ['but not by day', nightDesk, '2026-11-23T06:00', false],
    ['the bar until midnight', bar, '2026-11-27T23:59', true],
    ['and on into Saturday', bar, '2026-11-28T00:00', true],
    ['not after two', bar, '2026-11-28T02:00', false],
  ])('D8: %s', (_what, hours, at, open) => {
    expect(isOpen(hours, local(at), LISBON)).toBe(open);
  });

  it.each<[string, OpeningHours | null, string, string | null]>([
    ['always open: nothing to wait for', null, '2026-11-22T03:00', null],
    ['open now: nothing to wait for', spa, '2026-11-23T09:00', null],
    ['before nine', spa, '2026-11-23T08:00', '2026-11-23T09:00'],
    ['over lunch', spa, '2026-11-23T13:30', '2026-11-23T14:00'],
    ['on Monday night until Saturday', spa, '2026-11-23T20:00', '2026-11-28T10:00'],
    ['past a closed Saturday', spa, '2026-12-24T13:00', '2026-12-28T09:00'],
    ['by day until the night', nightDesk, '2026-11-23T12:00', '2026-11-23T22:00'],
    ['never', { weekly: {} }, '2026-11-23T12:00', null],
    [
      'a season that begins in 90 days',
      { weekly: {}, exceptions: [{ date: '2027-02-21', hours: [['09:00', '10:00']] }] },
      '2026-11-23T12:00',
      null,
    ],
    [
      'one that begins in 59',
      { weekly: {}, exceptions: [{ date: '2027-01-21', hours: [['09:00', '10:00']] }] },
      '2026-11-23T12:00',
      '2027-01-21T09:00',
    ],
  ])('D8: opens next, %s', (_what, hours, at, next) => {
    expect(shown(opensNext(hours, local(at), LISBON))).toBe(next);
  });

  it('D8: a night that begins before an exception runs out as usual', () => {
    const closedOnChristmas: OpeningHours = { ...nightDesk, exceptions: [{ date: '2026-12-25', hours: [] }] };
    expect(isOpen(closedOnChristmas, local('2026-12-25T03:00'), LISBON)).toBe(true);
    expect(isOpen(closedOnChristmas, local('2026-12-25T23:00'), LISBON)).toBe(false);
  });

  it("D8: a department's own zone counts, not the hotel's", () => {
    const callCentre: OpeningHours = { ...everyDay(['09:00', '17:00']), timeZone: 'America/Sao_Paulo' };
    expect(isOpen(callCentre, local('2026-11-23T11:59'), LISBON)).toBe(false);
    expect(isOpen(callCentre, local('2026-11-23T12:00'), LISBON)).toBe(true);
  });

  it('D8: Lisbon, clocks forward on 29 March 2026: what would begin in the missing hour begins at the jump', () => {
    const early = everyDay(['01:30', '05:00']);
    expect(isOpen(early, new Date('2026-03-29T00:59:00Z'), LISBON)).toBe(false);
    expect(isOpen(early, new Date('2026-03-29T01:00:00Z'), LISBON)).toBe(true);
    expect(opensNext(early, new Date('2026-03-29T00:30:00Z'), LISBON)).toEqual(new Date('2026-03-29T01:00:00Z'));
    const gone = everyDay(['01:10', '01:50']);
    expect(opensNext(gone, new Date('2026-03-29T00:30:00Z'), LISBON)).toEqual(new Date('2026-03-30T00:10:00Z'));
  });

  it('D8: Lisbon, clocks back on 25 October 2026: half past one is the first one, and it opens once', () => {
    const late = everyDay(['20:00', '01:30']);
    expect(isOpen(late, new Date('2026-10-25T00:29:00Z'), LISBON)).toBe(true);
    expect(isOpen(late, new Date('2026-10-25T00:30:00Z'), LISBON)).toBe(false);
    expect(isOpen(late, new Date('2026-10-25T01:15:00Z'), LISBON)).toBe(false);
    expect(isOpen(nightDesk, new Date('2026-10-25T05:59:00Z'), LISBON)).toBe(true);
    expect(isOpen(nightDesk, new Date('2026-10-25T06:00:00Z'), LISBON)).toBe(false);
  });

  it('D8: São Paulo, where the day itself began at one (4 November 2018)', () => {
    const zone = 'America/Sao_Paulo';
    expect(isOpen(everyDay(['18:00', '24:00']), new Date('2018-11-04T02:59:00Z'), zone)).toBe(true);
    expect(isOpen(everyDay(['18:00', '24:00']), new Date('2018-11-04T03:00:00Z'), zone)).toBe(false);
    expect(opensNext(everyDay(['00:00', '02:00']), new Date('2018-11-04T02:00:00Z'), zone)).toEqual(
      new Date('2018-11-04T03:00:00Z'),
    );
  });

  it('D8: São Paulo, where eleven at night came twice (17 February 2019)', () => {
    const zone = 'America/Sao_Paulo';
    const hours = everyDay(['18:00', '24:00']);
    expect(isOpen(hours, new Date('2019-02-17T02:30:00Z'), zone)).toBe(true);
    expect(isOpen(hours, new Date('2019-02-17T02:59:00Z'), zone)).toBe(true);
    expect(isOpen(hours, new Date('2019-02-17T03:00:00Z'), zone)).toBe(false);
  });

  it('D8: it is open at the moment it says it opens, and was not before', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((n) => `${String(Math.floor(n / 60)).padStart(2, '0')}:${String(n % 60).padStart(2, '0')}`);
    const span = fc.tuple(time, time).filter(([from, to]) => from !== to);
    const hours = fc.record({
      weekly: fc.record(Object.fromEntries(WEEKDAYS.map((day) => [day, fc.array(span, { maxLength: 2 })]))),
    });
    const zone = fc.constantFrom(
      LISBON,
      'America/Sao_Paulo',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kathmandu',
      'UTC',
    );
    const moment = fc.date({ min: new Date('2018-01-01'), max: new Date('2027-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(hours, moment, zone, (given, at, place) => {
        const next = opensNext(given, at, place);
        if (!next) return;
        expect(isOpen(given, at, place)).toBe(false);
        expect(next.getTime()).toBeGreaterThan(at.getTime());
        expect(isOpen(given, new Date(next.getTime() - 1), place)).toBe(false);
        expect(isOpen(given, next, place)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

function faults(value: unknown): FieldError[] {
  try {
    parseHours(value);
    return [];
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    expect(error.code).toBe('invalid_input');
    return error.extra.errors ?? [];
  }
}

describe('E20: hours as administrators type them', () => {
  it('E20: null is always open, and good hours come back as they are', () => {
    expect(parseHours(null)).toBeNull();
    expect(parseHours({ ...spa, timeZone: LISBON })).toEqual({ ...spa, timeZone: LISBON });
    expect(
      parseHours({
        weekly: {
          mon: [
            ['14:00', '20:00'],
            ['09:00', '14:00'],
          ],
        },
      }),
    ).toEqual({
      weekly: {
        mon: [
          ['09:00', '14:00'],
          ['14:00', '20:00'],
        ],
      },
    });
    expect(parseHours(nightDesk)).toEqual(nightDesk);
  });

  it.each<[string, unknown, string, string]>([
    ['a text', 'always', 'hours', 'hours_shape'],
    ['a list', [], 'hours', 'hours_shape'],
    ['no week', {}, 'hours.weekly', 'hours_weekly'],
    ['another field', { weekly: {}, holidays: [] }, 'hours.holidays', 'unknown_field'],
    ['another day', { weekly: { monday: [] } }, 'hours.weekly.monday', 'unknown_field'],
    ['another zone', { weekly: {}, timeZone: 'Mars/Olympus' }, 'hours.timeZone', 'is_time_zone'],
    ['hour 25', { weekly: { mon: [['09:00', '25:00']] } }, 'hours.weekly.mon.0', 'hours_span'],
    ['one digit', { weekly: { mon: [['9:00', '10:00']] } }, 'hours.weekly.mon.0', 'hours_span'],
    ['no time at all', { weekly: { mon: [['09:00', '09:00']] } }, 'hours.weekly.mon.0', 'hours_span'],
    ['24:00 as a start', { weekly: { mon: [['24:00', '02:00']] } }, 'hours.weekly.mon.0', 'hours_span'],
    ['a lone time', { weekly: { mon: ['09:00'] } }, 'hours.weekly.mon.0', 'hours_span'],
    [
      'overlap in a day',
      {
        weekly: {
          mon: [
            ['09:00', '13:00'],
            ['12:00', '15:00'],
          ],
        },
      },
      'hours.weekly.mon',
      'hours_overlap',
    ],
    [
      'a night into a morning',
      { weekly: { sun: [['22:00', '06:00']], mon: [['05:00', '09:00']] } },
      'hours.weekly.mon',
      'hours_overlap',
    ],
    [
      'a day that is none',
      { weekly: {}, exceptions: [{ date: '2026-02-30', hours: [] }] },
      'hours.exceptions.0',
      'hours_exception',
    ],
    [
      'a day twice',
      {
        weekly: {},
        exceptions: [
          { date: '2026-12-24', hours: [] },
          { date: '2026-12-24', hours: [] },
        ],
      },
      'hours.exceptions.1.date',
      'hours_date_twice',
    ],
    [
      'an exception without hours',
      { weekly: {}, exceptions: [{ date: '2026-12-24' }] },
      'hours.exceptions.0.hours',
      'hours_spans',
    ],
    [
      'a name that is none',
      { weekly: {}, exceptions: [{ date: '2026-12-24', hours: [], name: 7 }] },
      'hours.exceptions.0.name',
      'is_text',
    ],
  ])('E20: refuses %s', (_what, value, field, code) => {
    expect(faults(value)).toContainEqual(expect.objectContaining({ field, code }));
  });

  it('E20: anything typed is read or refused by field, never a crash', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => void faults(value)),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (weekly, exceptions) => void faults({ weekly, exceptions })),
      { numRuns: 500 },
    );
  });
});
