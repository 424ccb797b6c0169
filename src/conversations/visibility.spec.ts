import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { testDataSource, type TestDataSource } from '../../test/support/data-source.js';
import { buildHotel, type TestHotel } from '../../test/support/hotel.js';
import { Readers } from './readers.js';
import { maySee, sightOf, visibleSql, type GeneralRule, type Place } from './visibility.js';

describe('who sees a conversation', () => {
  let db: TestDataSource;
  let hotel: TestHotel;
  let places: (Place & { id: string })[];

  beforeAll(async () => {
    db = await testDataSource();
    hotel = await buildHotel(db.dataSource);
    places = [];
    for (const departmentId of [null, hotel.reception, hotel.housekeeping, hotel.spa]) {
      const id = await hotel.conversation(await hotel.guest('Ana'), { departmentId });
      places.push({ id, type: departmentId === null ? 'general' : 'service', departmentId });
    }
  });
  afterAll(() => db.close());

  const open: GeneralRule = { generalAudience: 'staff', frontDeskDepartmentId: null };

  it('E23: staff see their departments and general, an admin everything of the hotel', () => {
    const spa: Place = { type: 'service', departmentId: hotel.spa };
    const general: Place = { type: 'general', departmentId: null };
    expect(maySee(hotel.ines, spa, open)).toBe(true);
    expect(maySee(hotel.tomas, spa, open)).toBe(false);
    expect(maySee(hotel.maria, spa, open)).toBe(false);
    expect(maySee(hotel.lucia, spa, open)).toBe(true);
    for (const person of hotel.staff) expect(maySee(person, general, open)).toBe(true);
  });

  it('E23: a hotel may narrow general to its front desk, and one without a front desk does not go unanswered', () => {
    const general: Place = { type: 'general', departmentId: null };
    const narrow: GeneralRule = { generalAudience: 'front-desk', frontDeskDepartmentId: hotel.reception };
    expect(hotel.staff.filter((person) => maySee(person, general, narrow)).map((person) => person.name)).toEqual([
      'Maria',
      'Lúcia',
      'Karl',
    ]);
    expect(maySee(hotel.tomas, general, { ...narrow, frontDeskDepartmentId: null })).toBe(true);
  });

  it('E23: the rule and its SQL form agree for every reader, hotel setting and place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('admin' as const, 'manager' as const, 'agent' as const, 'viewer' as const),
        fc.subarray([hotel.reception, hotel.housekeeping, hotel.spa]),
        fc.constantFrom('staff' as const, 'front-desk' as const),
        fc.constantFrom(null, hotel.reception, hotel.spa),
        async (role, departmentIds, generalAudience, frontDeskDepartmentId) => {
          const rule = { generalAudience, frontDeskDepartmentId };
          const params: unknown[] = [hotel.id];
          const condition = visibleSql(sightOf({ role, departmentIds }, rule), 'c', params);
          const rows = await hotel.query<{ id: string }>(
            `SELECT id FROM conversation c WHERE hotel_id = $1 AND ${condition}`,
            params,
          );
          const expected = places
            .filter((place) => maySee({ role, departmentIds }, place, rule))
            .map((place) => place.id);
          expect(rows.map((row) => row.id).toSorted()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('E15: the audience of many conversations comes from the memberships of this moment, in one query', async () => {
    const readers = new Readers(db.dataSource);
    db.statements.splice(0);
    const audience = await readers.audienceOf(hotel.id, places);
    expect(db.statements).toHaveLength(1);
    const names = places.map((place) =>
      audience
        .get(place.id)
        ?.map((reader) => reader.name)
        .toSorted(),
    );
    expect(names).toEqual([
      ['Inês', 'Karl', 'Lúcia', 'Maria', 'Tomás'],
      ['Karl', 'Lúcia', 'Maria'],
      ['Lúcia', 'Tomás'],
      ['Inês', 'Lúcia'],
    ]);
  });

  it('E15: somebody switched off, and a member of an archived department, is no audience', async () => {
    const night = hotel.member('Nuno', 'agent', [await hotel.addDepartment(crypto.randomUUID(), 'Night desk', 9)]);
    await hotel.addStaff(night);
    const id = await hotel.conversation(await hotel.guest('Bo'), { departmentId: night.departmentIds[0] ?? null });
    const place = { id, type: 'service' as const, departmentId: night.departmentIds[0] ?? null };
    const names = async (): Promise<string[] | undefined> =>
      (await new Readers(db.dataSource).audienceOf(hotel.id, [place]))
        .get(id)
        ?.map((reader) => reader.name)
        .toSorted();
    expect(await names()).toEqual(['Lúcia', 'Nuno']);
    await hotel.query(`UPDATE department SET archived_at = $2 WHERE id = $1`, [place.departmentId, hotel.now]);
    await hotel.query(`UPDATE app_user SET active = false WHERE id = $1`, [hotel.lucia.userId]);
    expect(await names()).toEqual([]);
  });
});
