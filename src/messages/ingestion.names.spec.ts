import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { IngestionDesk } from '../../test/support/ingestion.js';
import { addressBook, wamid, type Change } from '../../test/support/meta-news.js';

describe('A2: what a guest is called', () => {
  const PHONE = '351912345678';
  let desk: IngestionDesk;
  beforeAll(async () => {
    desk = await IngestionDesk.open();
  });
  beforeEach(async () => {
    desk.channel = await desk.addHotel();
  });
  afterAll(() => desk.close());

  const at = (second: number) => new Date(Date.UTC(2026, 10, 21, 12, 0, second));
  const as = (name: string | undefined) =>
    desk.guest({ phone: PHONE, userId: 'PT.1', ...(name === undefined ? {} : { name }) });
  const names = async () => {
    const row = await desk.row<{ guest: string | null; attendee: string | null }>(
      `SELECT g.name AS guest, a.name AS attendee FROM guest g JOIN attendee a ON a.guest_id = g.id WHERE g.hotel_id = $1`,
      [desk.channel.hotelId],
    );
    return [row.guest, row.attendee];
  };
  const renames = () =>
    desk.count(`change WHERE hotel_id = $1 AND kind = 'conversation.updated'`, [desk.channel.hotelId]);

  it('A2: the profile’s name from the first moment, and renamed live by a later one', async () => {
    await desk.receives(as('Inês').says('Olá', { at: at(1) }));
    expect(await names()).toEqual(['Inês', 'Inês']);
    expect(await renames()).toBe(0);
    await desk.receives(as('Inês Carvalho').says('Sou eu', { at: at(2) }));
    expect(await names()).toEqual(['Inês Carvalho', 'Inês Carvalho']);
    expect(await renames()).toBe(1);
  });

  it('A2: an older message does not rename, though the newest name was told long ago', async () => {
    await desk.receives(as('Inês').says('1', { at: at(1) }));
    await desk.receives(as('Inês').says('5', { at: at(5) }));
    await desk.receives(as('Ines old').says('3', { at: at(3) }));
    expect(await names()).toEqual(['Inês', 'Inês']);
  });

  it('A2: a name set by staff is never overwritten; the attendee keeps the profile’s', async () => {
    await desk.receives(as('Inês').says('1', { at: at(1) }));
    await desk.rows(`UPDATE guest SET name = 'Mrs Carvalho', name_rank = 0, name_at = $2 WHERE hotel_id = $1`, [
      desk.channel.hotelId,
      at(2),
    ]);
    await desk.receives(as('🌸').says('3', { at: at(3) }), addressBook(PHONE, 'Inês (204)', at(4)));
    expect(await names()).toEqual(['Mrs Carvalho', '🌸']);
  });

  it('A2: the address book of the hotel’s phone beats the profile, also when it was told before the guest wrote', async () => {
    await desk.receives(addressBook(PHONE, 'Inês Carvalho (agency)', at(1)));
    expect(await desk.count('guest WHERE hotel_id = $1', [desk.channel.hotelId])).toBe(0);
    await desk.receives(as('🌸').says('Olá', { at: at(2) }));
    expect(await names()).toEqual(['Inês Carvalho (agency)', '🌸']);
    await desk.receives(
      as('🌻').says('Olá?', { at: at(3) }),
      addressBook(PHONE, 'Inês C.', at(4)),
      addressBook(PHONE, null, at(5)),
    );
    expect(await names()).toEqual(['Inês C.', '🌻']);
  });

  it('A2: no name is made of a number or an id', async () => {
    await desk.receives(
      as('+351 912 345 678').says('Olá', { at: at(1) }),
      addressBook(PHONE, '351912345678@s.whatsapp.net', at(2)),
    );
    expect(await names()).toEqual([null, null]);
    await desk.receives(as('Inês').reacts('wamid.X', '👍', { at: at(3) }));
    expect(await names()).toEqual(['Inês', 'Inês']);
  });

  it('A2: a guest is named once however many of the batch tell it', async () => {
    await desk.receives(...['Inês', 'Inês C.', 'Inês Carvalho'].map((name, n) => as(name).says('Olá', { at: at(n) })));
    await desk.receives(...['Inês', 'I. Carvalho', '🌸'].map((name, n) => as(name).says('Olá', { at: at(10 - n) })));
    expect(await names()).toEqual(['Inês', 'Inês']);
  });

  it('A2: any order and any batches give the same names', async () => {
    const telling = fc.record({
      kind: fc.constantFrom('message', 'message', 'message', 'reaction', 'echo', 'contact'),
      name: fc.constantFrom('Ana', 'Ana Sousa', '🌸'),
    });
    const told = fc
      .array(telling, { minLength: 1, maxLength: 7 })
      .map((list) => [{ kind: 'message', name: 'Ana' }, ...list])
      .chain((list) =>
        fc.tuple(
          fc.constant(list),
          fc.shuffledSubarray([...list.keys()], { minLength: list.length }),
          fc.array(fc.boolean(), { minLength: list.length, maxLength: list.length }),
        ),
      );
    await fc.assert(
      fc.asyncProperty(told, async ([list, order, cuts]) => {
        const changes = list.map(({ kind, name }, n): Change => {
          const when = { at: at(n), id: wamid() };
          if (kind === 'message') return as(name).says('Olá', when);
          if (kind === 'reaction') return as(name).reacts('wamid.X', '👍', when);
          if (kind === 'echo') return as(name).hearsFromPhone('Bom dia', when);
          return addressBook(PHONE, `Book ${name}`, when.at);
        });
        for (const change of changes) await desk.receives(change);
        const inOrder = await names();

        desk.channel = await desk.addHotel();
        const batch: Change[] = [];
        for (const [n, index] of order.entries()) {
          batch.push(changes[index]!);
          if (cuts[n]) await desk.receives(...batch.splice(0));
        }
        if (batch.length > 0) await desk.receives(...batch);
        expect(await names()).toEqual(inOrder);
        desk.channel = await desk.addHotel();
      }),
      { numRuns: process.env['TEST_LONG'] ? 500 : 40 },
    );
  }, 120_000);
});
