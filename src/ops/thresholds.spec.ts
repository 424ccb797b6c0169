import { describe, expect, it } from 'vitest';

import { measured, verdict } from './thresholds.js';

describe('D6: a threshold', () => {
  it.each([
    [30, 30, 'crossed'],
    [31, 30, 'crossed'],
    [29, 30, 'between'],
    [24, 30, 'between'],
    [23.9, 30, 'clear'],
    [null, 30, 'clear'],
    [1, 1, 'crossed'],
    [0, 1, 'clear'],
  ] as const)('with %s of %s is %s', (value, threshold, expected) => {
    expect(verdict(value, threshold)).toBe(expected);
  });

  it('is held against its own figure', () => {
    const figures = { failedJobs: 2, backlog: 10, slowSeconds: null, oldestSeconds: 400 };
    const thresholds = { failedJobs: 1, backlog: 1_000, slowSeconds: 30, oldestSeconds: 300, silentMinutes: 60 };
    const crossed = measured(figures, thresholds).filter((one) => one.verdict === 'crossed');
    expect(crossed).toMatchObject([
      { kind: 'failed_jobs', value: 2, threshold: 1 },
      { kind: 'oldest_waiting', value: 400, threshold: 300 },
    ]);
  });
});
