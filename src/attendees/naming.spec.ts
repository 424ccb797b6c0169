import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { betterName, displayName, type KnownName, NAME_RANK, type NameRank, usableName } from './naming.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 8, minute));
const told = (name: string | null, source: keyof typeof NAME_RANK, minute = 0): KnownName => ({
  name,
  rank: NAME_RANK[source],
  at: at(minute),
});
const unknown = told(null, 'none');

describe('A2: names', () => {
  it.each<[string, KnownName, KnownName, string]>([
    ['any name is better than none', unknown, told('Ana', 'profile'), 'Ana'],
    ['the address book beats the profile', told('🌸', 'profile', 9), told('Ana Sousa', 'contact'), 'Ana Sousa'],
    [
      'the profile does not beat the address book, however late',
      told('Ana Sousa', 'contact'),
      told('🌸', 'profile', 9),
      'Ana Sousa',
    ],
    ['a later profile name beats an earlier one', told('Ana', 'profile', 1), told('Ana S.', 'profile', 2), 'Ana S.'],
    ['an earlier one that arrives late does not', told('Ana S.', 'profile', 2), told('Ana', 'profile', 1), 'Ana S.'],
    ['a name set by staff is never overwritten', told('Mrs Sousa', 'staff'), told('Ana', 'contact', 9), 'Mrs Sousa'],
    ['staff may rename again', told('Mrs Sousa', 'staff', 1), told('Ms Sousa', 'staff', 2), 'Ms Sousa'],
    ['nothing told takes no name away', told('Ana', 'profile'), told(null, 'contact', 9), 'Ana'],
  ])('A2: %s', (_what, current, next, name) => {
    expect(betterName(current, next).name).toBe(name);
  });

  it('A2: the same tellings give the same name in any order, twice or once', () => {
    const telling = fc.record({
      name: fc.option(fc.constantFrom('Ana', 'Ana Sousa', 'Añá', '🌸', '\uFFFD'), { nil: null }),
      rank: fc.constantFrom<NameRank>(...Object.values(NAME_RANK)),
      at: fc.integer({ min: 0, max: 3 }).map(at),
    });
    const shuffled = fc
      .array(telling, { minLength: 1, maxLength: 8 })
      .chain((tellings) =>
        fc.tuple(
          fc.constant(tellings),
          fc.shuffledSubarray([...tellings, ...tellings], { minLength: tellings.length * 2 }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([inOrder, mixed]) => {
        expect(mixed.reduce(betterName, unknown).name).toBe(inOrder.reduce(betterName, unknown).name);
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['Jacky Goodspeed Physio', 'Jacky Goodspeed Physio'],
    ['  Ana \n  Sousa ', 'Ana Sousa'],
    ['\u202EsuoS anA\u202C', 'suoS anA'],
    ['An\u0000a\u0007', 'Ana'],
    ['Ana\uD800', 'Ana'],
    ['🌸', '🌸'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['محمد', 'محمد'],
    ['李', '李'],
    ['Room 12 party', 'Room 12 party'],
    ['ana@example.com', 'ana@example.com'],
    ['Chat Noir', 'Chat Noir'],
    ['Maximilianvonundzuhohenfels', 'Maximilianvonundzuhohenfels'],
    ['ana_sousa_fotografia_2026', 'ana_sousa_fotografia_2026'],
    ['x'.repeat(250), `${'x'.repeat(199)}…`],
  ])('A2: "%s" is shown as "%s"', (raw, name) => {
    expect(usableName(raw)).toBe(name);
  });

  it.each([
    [null],
    [undefined],
    [''],
    ['   '],
    ['\u200B\u200D'],
    ['\u3164'],
    ['351912345678'],
    ['+351 912 345 678'],
    ['~ +351 912-345-678'],
    ['٣٥١٩١٢٣٤٥٦٧٨'],
    ['198273645500112@lid'],
    ['351912345678@s.whatsapp.net'],
    ['34910000111@c.us'],
    ['120363040000000000@g.us'],
    ['PT.4471902283650017'],
    ['US.ENT.506847293015824'],
    ['Chat r8yzfs2g'],
    ['Zt3uQm0nVd2pXcB7sLk9Ew'],
    ['0193a1b2-7c5e-7f00-8a00-1234567890ab'],
    ['wamid.HBgLMzUx'],
  ])('A2: %j is no name', (raw) => {
    expect(usableName(raw)).toBeNull();
  });

  it('A2: what is shown never needs a second cleaning', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (raw) => {
        const name = usableName(raw);
        if (name !== null) expect(usableName(name)).toBe(name);
      }),
    );
  });

  it.each([
    [{ name: 'Ana', phone: '+351912345678' }, 'Ana'],
    [{ name: null, phone: '+351912345678' }, '+351 912 345 678'],
    [{ name: null, phone: null }, 'Guest'],
  ])('A2: %j is shown as %s', (guest, shown) => {
    expect(displayName(guest)).toBe(shown);
  });
});
