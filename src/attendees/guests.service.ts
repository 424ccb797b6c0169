import { Injectable } from '@nestjs/common';

import type { Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { decodeCursor, pageOf, uuidOf, type Page } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import type { GuestsQueryDto } from './dto/guests-query.dto.js';
import type { GuestView } from './guest.view.js';
import { GuestsRepository, type GuestRow } from './guests.repository.js';
import { displayName } from './naming.js';

/** The hotel's guests, for its staff to read. */
@Injectable()
export class Guests {
  constructor(
    private readonly repository: GuestsRepository,
    private readonly clock: Clock,
  ) {}

  async list(me: Principal, { q, limit, cursor }: GuestsQueryDto): Promise<Page<GuestView>> {
    const [name = '', id] = cursor === undefined ? [] : decodeCursor(cursor, 2);
    const after = cursor === undefined ? null : { name, id: uuidOf(id) };
    const rows = await this.repository.list(me.hotelId, this.clock.now(), q, after, limit);
    return pageOf(rows, limit, viewOf, (row) => [row.nameFolded, row.id]);
  }

  async read(me: Principal, id: string): Promise<GuestView> {
    const row = await this.repository.one(me.hotelId, this.clock.now(), id);
    if (!row) throw new NotFoundError('guest');
    return viewOf(row);
  }
}

function viewOf({ nameFolded: _, stay, ...guest }: GuestRow): GuestView {
  const named = { ...guest, name: displayName(guest) };
  if (stay === null) return { ...named, vip: null, stay: null };
  const { vip, ...shown } = stay;
  return { ...named, vip, stay: shown };
}
