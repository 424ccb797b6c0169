import { Injectable } from '@nestjs/common';

import { Audit, type Actor } from '../audit/index.js';
import { Clock } from '../common/clock.js';
import type { Tx } from '../database/transaction.js';
import { Departments } from '../departments/index.js';
import { Users } from '../users/index.js';
import type { HotelBasicsDto } from './dto/hotel-basics.dto.js';
import type { FirstUserDto } from './dto/setup.dto.js';
import { HotelsRepository } from './hotels.repository.js';

export interface Founded {
  hotelId: string;
  userId: string;
  departmentId: string;
  /** the administrator had a login already (of another hotel) and keeps its password */
  linked: boolean;
}

const RECEPTION: Record<string, string> = {
  en: 'Reception',
  pt: 'Receção',
  'pt-BR': 'Recepção',
  es: 'Recepción',
  fr: 'Réception',
  de: 'Rezeption',
  it: 'Reception',
};

/** A new hotel with all it needs to take its first guest: an administrator, and a reception that is the front desk. */
@Injectable()
export class Founding {
  constructor(
    private readonly hotels: HotelsRepository,
    private readonly users: Users,
    private readonly departments: Departments,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async found(tx: Tx, hotel: HotelBasicsDto, admin: FirstUserDto, actor: Actor): Promise<Founded> {
    const hotelId = await this.hotels.insert(tx, hotel, this.clock.now());
    const subject = { type: 'hotel', id: hotelId };
    await this.audit.record(tx, { hotelId, actor, action: 'hotel.founded', subject, after: { ...hotel } });
    const user = await this.users.add(tx, hotelId, { ...admin, role: 'admin' }, actor);
    const departmentId = await this.departments.add(tx, hotelId, receptionOf(hotel.languages), actor);
    await this.departments.putMembers(tx, hotelId, departmentId, [user.id], actor);
    await this.hotels.setFrontDesk(tx, hotelId, departmentId);
    return { hotelId, userId: user.id, departmentId, linked: user.linked };
  }
}

function receptionOf(languages: string[]): { name: string; names: Record<string, string> } {
  const word = (language: string): string | undefined => RECEPTION[language] ?? RECEPTION[language.slice(0, 2)];
  const names = Object.fromEntries(
    languages.flatMap((language) => {
      const name = word(language);
      return name === undefined ? [] : [[language, name] as const];
    }),
  );
  return { name: word(languages[0] ?? 'en') ?? 'Reception', names };
}
