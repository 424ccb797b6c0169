import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PeopleDesk, type Person } from '../../test/support/people-app.js';

let desk: PeopleDesk;
let ines: Person;

beforeAll(async () => {
  desk = await PeopleDesk.open();
  ines = await desk.hotel('Hotel Aurora');
});
afterAll(() => desk.close());

describe('E20: the hotel’s settings', () => {
  it('have defaults that are told', async () => {
    expect((await ines.get('/hotel')).body).toMatchObject({
      quietHours: null,
      thresholds: { failedJobs: 1, backlog: 1_000, slowSeconds: 30, oldestSeconds: 300, silentMinutes: 60 },
      limits: { writesPerMinute: 100, mediaBytes: null },
      retention: { messageDays: null, mediaDays: null },
    });
  });

  it('are stored and answered; what a change leaves out stays', async () => {
    const first = await ines.patch('/hotel', {
      quietHours: { from: '22:00', to: '07:00' },
      thresholds: { backlog: 50 },
      retention: { messageDays: 365 },
    });
    expect(first.status).toBe(200);
    const second = await ines.patch('/hotel', { thresholds: { failedJobs: 3 }, retention: { mediaDays: 90 } });
    expect(second.body).toMatchObject({
      quietHours: { from: '22:00', to: '07:00' },
      thresholds: { failedJobs: 3, backlog: 50, slowSeconds: 30 },
      retention: { messageDays: 365, mediaDays: 90 },
    });
    expect((await ines.get('/hotel')).body).toEqual(second.body);
    const third = await ines.patch('/hotel', { quietHours: null, retention: { messageDays: null } });
    expect(third.body).toMatchObject({ quietHours: null, retention: { messageDays: null, mediaDays: 90 } });
  });

  it.each([
    [{ quietHours: { from: '25:00', to: '07:00' } }, 'quietHours.from'],
    [{ quietHours: { from: '22:00', to: '22:00' } }, 'quietHours.to'],
    [{ quietHours: { from: '22:00' } }, 'quietHours.to'],
    [{ quietHours: 'always' }, 'quietHours'],
    [{ thresholds: { failedJobs: 0 } }, 'thresholds.failedJobs'],
    [{ thresholds: { backlog: 1.5 } }, 'thresholds.backlog'],
    [{ thresholds: { silentMinutes: 5 } }, 'thresholds.silentMinutes'],
    [{ thresholds: null }, 'thresholds'],
    [{ thresholds: [] }, 'thresholds'],
    [{ limits: { writesPerMinute: 1 } }, 'limits.writesPerMinute'],
    [{ limits: { writesPerMinute: null } }, 'limits.writesPerMinute'],
    [{ limits: { unlimited: true } }, 'limits.unlimited'],
    [{ retention: { messageDays: 1 } }, 'retention.messageDays'],
    [{ retention: { mediaDays: '90' } }, 'retention.mediaDays'],
  ])('refuse %j', async (wrong, field) => {
    const { status, body } = await ines.patch('/hotel', wrong);
    expect([status, body.code]).toEqual([400, 'invalid_input']);
    expect(body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });
});
