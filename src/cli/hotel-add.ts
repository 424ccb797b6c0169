import { SetupService } from '../hotels/index.js';
import { asOperator } from './operator.js';

export interface HotelAddOptions {
  name: string;
  email: string;
  password: string;
  userName?: string;
  timeZone?: string;
  country?: string;
  languages?: string;
}

export interface AddedHotel {
  hotelId: string;
  userId: string;
  /** false: the administrator has a login already and keeps its password */
  passwordSet: boolean;
}

export async function addHotel(options: HotelAddOptions): Promise<AddedHotel> {
  const hotel = given({
    name: options.name,
    timeZone: options.timeZone,
    country: options.country,
    languages: options.languages?.split(',').map((language) => language.trim()),
  });
  const name = options.userName ?? options.email.split('@', 1)[0];
  const user = { name, email: options.email, password: options.password };
  const founded = await asOperator((desk) => desk.get(SetupService, { strict: false }).addHotel(hotel, user), 'start');
  return { hotelId: founded.hotelId, userId: founded.userId, passwordSet: !founded.linked };
}

function given(values: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
