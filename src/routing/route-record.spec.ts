import { describe, expect, it } from 'vitest';

import { AURORA, menuOf, presses, situation } from '../../test/support/route-input.js';
import { inputsForRecord } from './route-record.js';

describe('"Why is this here?"', () => {
  it('E3: a decision is kept with what it rested on, as plain JSON', () => {
    const record = inputsForRecord(
      situation({ conversation: { menu: menuOf(AURORA, { misses: 1 }) }, message: presses('dept:spa', 'Spa') }),
    );
    expect(JSON.parse(JSON.stringify(record))).toEqual(record);
    expect(record).toMatchObject({
      at: '2026-11-21T09:00:00.000Z',
      language: 'en',
      conversation: { type: 'general', menu: { options: 4, misses: 1 } },
      message: { choiceId: 'dept:spa' },
      departments: [{ id: 'reception', inMenu: true, open: true }, {}, {}, {}],
    });
  });

  it("E3: but not with more than the beginning of the guest's words", () => {
    const record = inputsForRecord(situation({ message: { text: `${'my secret '.repeat(20)}` } }));
    expect(JSON.stringify(record)).toContain('my secret');
    expect((record['message'] as { text: string }).text).toHaveLength(80);
  });
});
