import { visibleSql, type Sight } from './visibility.js';

/**
 * Which guests `alias` a reader meets in lists, search and by id (E23): all but those the hotel knows from other
 * departments' conversations alone. Who has a booking, or has never written, is the whole house's guest.
 * Its values are pushed onto `params`.
 */
export function visibleGuestSql(sight: Sight, alias: string, params: unknown[]): string {
  if (sight.everything) return 'true';
  // Who was joined with somebody is seen where that one is.
  const guest = `coalesce(${alias}.merged_into_id, ${alias}.id)`;
  // One value each, not EXISTS: that the planner answers for all guests of the house at once, years of them for one page.
  return `(coalesce((SELECT bool_or(${visibleSql(sight, 'v', params)}) FROM chat vc
      JOIN conversation v ON v.hotel_id = vc.hotel_id AND v.chat_id = vc.id
      WHERE vc.hotel_id = ${alias}.hotel_id AND vc.guest_id = ${guest}), true)
    OR coalesce((SELECT true FROM stay vs WHERE vs.hotel_id = ${alias}.hotel_id AND vs.guest_id = ${guest} LIMIT 1), false))`;
}
