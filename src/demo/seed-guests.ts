import { DateTime } from 'luxon';

import { canonicalPhone, NAME_RANK, phoneCountry } from '../attendees/index.js';
import { newId } from '../common/ids.js';
import type { Sql } from '../common/sql.js';
import { fold } from '../common/text.js';
import { GUESTS, type DemoStay } from './guests.js';
import type { SeededGuest } from './history.types.js';
import { insertRows } from './rows.js';
import { SCENES } from './scenes/index.js';
import { userIdOf, waIdOf } from './simulator.js';

/** The guests as the hotel knows them: from their bookings, and from what they wrote. */
export async function seedGuests(sql: Sql, hotelId: string, now: Date, timeZone: string): Promise<SeededGuest[]> {
  const writers = new Set(SCENES.map(({ guest }) => guest));
  const guests = GUESTS.map((guest) => ({ guest, id: newId(), userId: userIdOf(guest.key), waId: waIdOf(guest) }));
  const made = { created_at: now, updated_at: now, version: 1 };

  const known = guests.map(({ guest: { key, name, phone, language, stay }, id }) => {
    const canonical = canonicalPhone(phone.replace(/[^\d+]/g, ''));
    if (canonical === null) throw new Error(`${name} has no valid phone: ${phone}`);
    return {
      hotel_id: hotelId,
      id,
      name,
      // Whoever never wrote is known from the booking alone.
      name_rank: writers.has(key) ? NAME_RANK.profile : NAME_RANK.contact,
      name_at: now,
      name_folded: fold(name),
      phone: canonical,
      country: phoneCountry(canonical),
      language,
      language_source: 'stay',
      lifecycle: lifecycleOf(stay, writers.has(key)),
      ...made,
    };
  });
  await insertRows(sql, 'guest', known);
  await insertRows(
    sql,
    'guest_identity',
    guests.flatMap(({ guest, id, userId }, n) => {
      const identity = { hotel_id: hotelId, guest_id: id, created_at: now };
      const phone = { ...identity, id: newId(), kind: 'phone', value: known[n]!.phone };
      return writers.has(guest.key) ? [phone, { ...identity, id: newId(), kind: 'meta-user', value: userId }] : [phone];
    }),
  );
  const today = DateTime.fromJSDate(now, { zone: timeZone });
  await insertRows(
    sql,
    'stay',
    guests.flatMap(({ guest: { stay, language }, id }) =>
      stay
        ? [
            {
              hotel_id: hotelId,
              id: newId(),
              guest_id: id,
              room: stay.room,
              arrival: today.plus({ days: stay.arrival }).toISODate(),
              departure: today.plus({ days: stay.departure }).toISODate(),
              reference: stay.reference,
              vip: stay.vip ?? null,
              language,
              ...made,
            },
          ]
        : [],
    ),
  );
  return guests;
}

function lifecycleOf(stay: DemoStay | null, wrote: boolean): string {
  if (!stay) return wrote ? 'replied' : 'new';
  if (stay.departure < 0) return 'departed';
  return stay.arrival > 0 ? 'booked' : 'in_house';
}
