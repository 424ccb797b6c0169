import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

import { displayName, NAME_RANK, usableName } from '../attendees/index.js';
import { Audit } from '../audit/index.js';
import { actorOf, type Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { decodeCursor, pageOf, uuidOf, type Page } from '../common/cursor.js';
import { NotFoundError } from '../common/errors.js';
import type { Sql } from '../common/sql.js';
import { fold } from '../common/text.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { checkVersion } from '../common/version.js';
import { Readers, type Reader } from '../conversations/index.js';
import { ChangeSignal } from '../database/change-signal.js';
import { inTransaction, type Tx } from '../database/transaction.js';
import { TimelineService, type TimelineDto, type TimelineView } from '../messages/index.js';
import type { GuestsQueryDto } from './dto/guests-query.dto.js';
import type { UpdateGuestDto } from './dto/update-guest.dto.js';
import type { GuestView, JoinedGuestView } from './guest.view.js';
import {
  lockGuests,
  standing,
  tellConversations,
  toldName,
  writeFacts,
  type GuestFacts,
  type LockedGuest,
} from './guest-rows.js';
import { GuestsRepository, type GuestRow, type Look } from './guests.repository.js';

/** The hotel's guests, for its staff to find, read and keep. */
@Injectable()
export class Guests {
  constructor(
    @InjectDataSource() private readonly db: DataSource,
    private readonly repository: GuestsRepository,
    private readonly readers: Readers,
    private readonly timelines: TimelineService,
    private readonly audit: Audit,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
  ) {}

  /** Three queries at most, whatever the page's size. */
  async list(me: Reader, { q, limit, cursor }: GuestsQueryDto): Promise<Page<GuestView>> {
    const [name = '', id] = cursor === undefined ? [] : decodeCursor('guests', cursor, 2);
    const after = cursor === undefined ? null : { name, id: uuidOf(id) };
    const [look, search] = await Promise.all([
      this.look(me),
      q === undefined || q === '' ? undefined : this.repository.country(me.hotelId).then((country) => ({ q, country })),
    ]);
    const rows = await this.repository.list(look, { search, after, limit });
    return pageOf('guests', rows, limit, viewOf, (row) => [row.nameFolded, row.id]);
  }

  /** Also one who was joined with another: the view says with whom. */
  async read(me: Reader, id: string, sql?: Sql): Promise<GuestView> {
    const row = await this.repository.one(await this.look(me), id, sql);
    if (!row) throw new NotFoundError('guest');
    return viewOf(row);
  }

  /** All that was said with a guest, in every chat, as this reader may read it. */
  async timeline(me: Reader, id: string, dto: TimelineDto): Promise<TimelineView> {
    const guest = await this.read(me, id);
    const chatIds = await this.repository.chatsOf(me.hotelId, guest.mergedInto?.id ?? guest.id);
    return this.timelines.ofChats(me, `guest/${id}`, chatIds, dto);
  }

  update(me: Principal, id: string, { version, ...wanted }: UpdateGuestDto): Promise<GuestView> {
    return inTransaction(this.db, async (tx) => {
      await this.read(me, id, tx);
      const guest = standing(await lockGuests(tx, me.hotelId, [id], 'FOR NO KEY UPDATE'), id);
      checkVersion(guest.version, version);
      const now = this.clock.now();
      const written = await writeFacts(tx, me.hotelId, guest, await this.factsOf(tx, me, guest, wanted, now), now);
      if (written !== null) {
        await tellConversations(tx, me.hotelId, [id], now);
        await this.audit.record(tx, {
          hotelId: me.hotelId,
          actor: actorOf(me),
          action: 'guest.updated',
          subject: { type: 'guest', id },
          before: shownFacts(written.before),
          after: shownFacts(written.after),
        });
        tx.afterCommit(() => this.signal.signal());
      }
      return this.read(me, id, tx);
    });
  }

  private async factsOf(
    tx: Tx,
    me: Principal,
    guest: LockedGuest,
    { name, language, vip, notes }: Omit<UpdateGuestDto, 'version'>,
    now: Date,
  ): Promise<Partial<GuestFacts>> {
    const facts: Partial<GuestFacts> = {};
    if (vip !== undefined) facts.vip = vip;
    if (notes !== undefined) facts.notes = notes === '' ? null : notes;
    if (language !== undefined) {
      facts.language = language;
      facts.language_source = language === null ? null : 'staff';
    }
    const named = guest.name_rank === NAME_RANK.staff;
    if (name !== undefined && !(named ? name === guest.name : name === null)) {
      const known = name === null ? await toldName(tx, me.hotelId, guest.id) : nameByStaff(name, now);
      Object.assign(facts, known, { name_folded: fold(known.name ?? '') });
    }
    return facts;
  }

  private async look(me: Reader): Promise<Look> {
    return { hotelId: me.hotelId, sight: await this.readers.sightOf(me), at: this.clock.now() };
  }
}

/** A2: a name, and never what a machine calls somebody. */
function nameByStaff(name: string, now: Date): Pick<GuestFacts, 'name' | 'name_rank' | 'name_at'> {
  const usable = usableName(name);
  if (usable === null) {
    const message = 'name must be a name: not a number or an id';
    throw new InvalidInputError([{ field: 'name', code: 'isName', message }]);
  }
  return { name: usable, name_rank: NAME_RANK.staff, name_at: now.toISOString() };
}

function shownFacts(facts: Partial<GuestFacts>): Record<string, unknown> {
  const { name_rank: _, name_at: __, name_folded: ___, language_source: ____, ...shown } = facts;
  return shown;
}

function viewOf({ nameFolded: _, stay, vip, mergedInto, merged, ...guest }: GuestRow): GuestView {
  const { vip: vipOfStay = null, ...shown } = stay ?? {};
  return {
    ...guest,
    name: displayName(guest),
    vip: vip ?? vipOfStay,
    stay: stay === null ? null : (shown as NonNullable<GuestView['stay']>),
    mergedInto: mergedInto === null ? null : joined(mergedInto),
    merged: merged.map(joined),
  };
}

function joined({ id, at, ...names }: NonNullable<GuestRow['mergedInto']>): JoinedGuestView {
  return { id, name: displayName(names), at: new Date(at) };
}
