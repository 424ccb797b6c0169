import { describe, expect, it } from 'vitest';
import { spanOf, waitingFor, windowOf } from './waiting-clock.js';

const NOW = Date.parse('2026-11-20T14:00:00Z');
const ago = (minutes: number): string => new Date(NOW - minutes * 60_000).toISOString();

describe('L6: the waiting clock', () => {
  it.each([
    [0, 'calm', 0.25],
    [2.4, 'calm', 0.25],
    [3, 'soon', 0.5],
    [4.9, 'soon', 0.5],
    [5, 'late', 1],
    [90, 'late', 1],
  ])('L6: after %d min of five it is %s', (minutes, urgency, ring) => {
    expect(waitingFor(ago(minutes), NOW, 5)).toMatchObject({ minutes: Math.floor(minutes), urgency, ring });
  });

  it('L6: a clock that runs ahead never shows less than nothing', () => {
    expect(waitingFor(ago(-3), NOW)).toMatchObject({ minutes: 0, urgency: 'calm' });
  });

  it.each([
    [0, { unit: 'now', value: 0, rest: 0 }],
    [6, { unit: 'minutes', value: 6, rest: 0 }],
    [59, { unit: 'minutes', value: 59, rest: 0 }],
    [95, { unit: 'hours', value: 1, rest: 35 }],
    [47 * 60, { unit: 'hours', value: 47, rest: 0 }],
    [72 * 60, { unit: 'days', value: 3, rest: 0 }],
  ])('L6: says %d min as people do', (minutes, span) => expect(spanOf(minutes)).toEqual(span));
});

describe('W5: the reply window', () => {
  it.each([
    [null, { kind: 'none' }],
    [ago(0), { kind: 'closed' }],
    [ago(90), { kind: 'closed' }],
    [ago(-30), { kind: 'open', minutes: 30, level: 'soon' }],
    [ago(-190), { kind: 'open', minutes: 190, level: 'shown' }],
    [ago(-1000), { kind: 'open', minutes: 1000, level: 'calm' }],
  ])('W5: that closes at %s is %o', (closesAt, state) => expect(windowOf(closesAt, NOW)).toEqual(state));
});
