import { expect, it } from 'vitest';
import { changesOf, rebased } from './guest-words.js';

const BASE = { name: 'Ana', language: 'pt', vip: '', notes: 'Allergic to nuts' };

it('sends what was changed alone, and null for what was emptied', () => {
  expect(changesOf(BASE, BASE)).toEqual({});
  expect(changesOf(BASE, { ...BASE, name: 'Ana ' })).toEqual({});
  expect(changesOf(BASE, { name: 'Ana Sousa', language: '', vip: 'anniversary', notes: '' })).toEqual({
    name: 'Ana Sousa',
    language: null,
    vip: 'anniversary',
    notes: null,
  });
});

it.each([
  ['another box', { name: 'Ana Sousa' }, { vip: 'anniversary' }, []],
  ['the same box, otherwise', { notes: 'Nuts!' }, { notes: 'Nuts and milk' }, ['notes']],
  ['the same box alike', { vip: 'regular' }, { vip: 'regular' }, []],
  ['emptied here, changed there', { notes: '' }, { notes: 'Nuts and milk' }, ['notes']],
])('a colleague saved first, %s: no word of either is lost', (_what, mine, theirs, clashes) => {
  const answer = rebased(BASE, { ...BASE, ...mine }, { ...BASE, ...theirs });
  expect(answer).toEqual({ draft: { ...BASE, ...theirs, ...mine }, clashes });
});
