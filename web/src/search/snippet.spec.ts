import { expect, it } from 'vitest';
import { snippetAround } from './snippet.js';

const LONG = 'Good evening, we arrive late tonight. Could there be a kinderbett in Zoë’s room?';

it.each([
  ['KINDERBETT', '…Could there be a kinderbett in Zoë’s room?'],
  ['zoe', '…be a kinderbett in Zoë’s room?'],
  ['evening', LONG],
  ['nowhere', LONG],
  ['', LONG],
  ['%', LONG],
])('E6: what is shown of a message begins before "%s"', (q, shown) => expect(snippetAround(LONG, q)).toBe(shown));

it('E5: never cuts a letter of two units in half', () => {
  expect(snippetAround(`${'🛎'.repeat(40)}towels`, 'towels')).toBe(`…${'🛎'.repeat(24)}towels`);
});
