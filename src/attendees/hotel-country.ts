import type { Sql } from '../common/sql.js';

/** In which numbers without + are read (E27): ISO 3166 alpha-2. */
export async function hotelCountry(sql: Sql, hotelId: string): Promise<string> {
  const [hotel] = await sql.query<{ country: string }>(`SELECT country FROM hotel WHERE id = $1`, [hotelId]);
  return hotel?.country ?? '';
}
