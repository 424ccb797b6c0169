import { Injectable } from '@nestjs/common';

import { betterName, NAME_RANK, type NameRank } from '../attendees/index.js';
import { Audit } from '../audit/index.js';
import { actorOf, Idempotency, type Answer, type Principal } from '../auth/index.js';
import { Clock } from '../common/clock.js';
import { InvalidInputError } from '../common/validation.pipe.js';
import { ChangeSignal } from '../database/change-signal.js';
import { againOnConflict } from '../database/conflicts.js';
import type { Tx } from '../database/transaction.js';
import { GuestBusyError, GuestNotMergedError } from './errors.js';
import type { GuestView } from './guest.view.js';
import {
  lockGuests,
  standing,
  tellConversations,
  writeFacts,
  type GuestFacts,
  type LockedGuest,
} from './guest-rows.js';
import { Guests } from './guests.service.js';
import {
  closeMerge,
  giveBack,
  lockChatsOf,
  moveEverything,
  openMerge,
  writeMerge,
  type Moved,
} from './merge.repository.js';

/** Shorter than PostgreSQL's deadlock_timeout: where messages of both come in meanwhile, it is this act that stands back. */
const LOCK_MS = 400;

/**
 * Two guests who are one person: everything of the one becomes the other's, and can be given back exactly.
 * What is written while they are one stays in the chat where it was written.
 */
@Injectable()
export class GuestMerges {
  constructor(
    private readonly idempotency: Idempotency,
    private readonly guests: Guests,
    private readonly audit: Audit,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
  ) {}

  /** `guestId` is joined with `id`. Already so: left so. */
  async merge(me: Principal, id: string, guestId: string, key: string | undefined): Promise<GuestView> {
    if (id === guestId.toLowerCase()) throw withItself();
    return this.act(me, key, 'POST /guests/:id/merge', id, guestId, async (tx) => {
      const guests = await lockGuests(tx, me.hotelId, [id, guestId], 'FOR UPDATE');
      const to = standing(guests, id);
      if (guests.get(guestId)?.merged_into_id === id) return;
      const from = standing(guests, guestId);
      const now = this.clock.now();
      const pair = { hotelId: me.hotelId, to: id, from: guestId };
      await lockChatsOf(tx, me.hotelId, [id, guestId]);
      const facts = await writeFacts(tx, me.hotelId, to, factsOfBoth(to, from), now);
      const moved: Moved = { ...(await moveEverything(tx, pair)), facts };
      await writeMerge(tx, pair, me.userId, moved, now);
      await this.tell(tx, me, 'guest.merged', id, guestId, moved, now);
    });
  }

  /** `guestId` is taken apart from `id` again, with all that was theirs. */
  async unmerge(me: Principal, id: string, guestId: string, key: string | undefined): Promise<GuestView> {
    if (id === guestId.toLowerCase()) throw withItself();
    return this.act(me, key, 'POST /guests/:id/unmerge', id, guestId, async (tx) => {
      const guests = await lockGuests(tx, me.hotelId, [id, guestId], 'FOR UPDATE');
      const from = standing(guests, id);
      const merge = await openMerge(tx, me.hotelId, id, guestId);
      if (merge === null) throw new GuestNotMergedError();
      const now = this.clock.now();
      await lockChatsOf(tx, me.hotelId, [id]);
      // First no longer joined: the triggers give nothing to a guest who is.
      await closeMerge(tx, me.hotelId, merge, guestId, now);
      await giveBack(tx, { hotelId: me.hotelId, from: id, to: guestId }, merge.moved);
      await writeFacts(tx, me.hotelId, from, factsAgain(from, merge.moved.facts), now);
      await this.tell(tx, me, 'guest.unmerged', id, guestId, merge.moved, now);
    });
  }

  private async act(
    me: Principal,
    key: string | undefined,
    route: string,
    id: string,
    guestId: string,
    work: (tx: Tx) => Promise<void>,
  ): Promise<GuestView> {
    const answer = await againOnConflict(
      () =>
        this.idempotency.run(me, key, route, { id, guestId }, async (tx): Promise<Answer<GuestView>> => {
          await this.guests.read(me, id, tx);
          await this.guests.read(me, guestId, tx);
          await tx.query(`SET LOCAL lock_timeout = ${LOCK_MS}`);
          await work(tx);
          return { status: 200, body: await this.guests.read(me, id, tx) };
        }),
      () => new GuestBusyError(),
    );
    return answer.body;
  }

  private async tell(
    tx: Tx,
    me: Principal,
    action: string,
    id: string,
    guestId: string,
    { facts, ...moved }: Moved,
    now: Date,
  ): Promise<void> {
    await tellConversations(tx, me.hotelId, [id, guestId], now);
    await this.audit.record(tx, {
      hotelId: me.hotelId,
      actor: actorOf(me),
      action,
      subject: { type: 'guest', id },
      after: { guestId, ...moved, chats: moved.chats.map((chat) => chat.id), facts: Object.keys(facts?.after ?? {}) },
    });
    tx.afterCommit(() => this.signal.signal());
  }
}

/** What the staying guest is called and known by: their own first; a name set by staff is never overwritten (A2). */
function factsOfBoth(to: LockedGuest, from: LockedGuest): Partial<GuestFacts> {
  const named =
    to.name_rank !== NAME_RANK.staff && betterName(knownName(to), knownName(from)).name !== to.name ? from : to;
  const spoken = to.language === null ? from : to;
  return {
    name: named.name,
    name_rank: named.name_rank,
    name_at: named.name_at,
    name_folded: named.name_folded,
    phone: to.phone ?? from.phone,
    country: to.country ?? from.country,
    language: spoken.language,
    language_source: spoken.language_source,
    lifecycle: to.lifecycle === 'new' ? from.lifecycle : to.lifecycle,
    vip: to.vip ?? from.vip,
    notes: [to.notes, from.notes].filter(Boolean).join('\n') || null,
    // One of them said STOP: the person said it.
    automation_off_at: to.automation_off_at ?? from.automation_off_at,
  };
}

function knownName({ name, name_rank, name_at }: LockedGuest): { name: string | null; rank: NameRank; at: Date } {
  return { name, rank: name_rank as NameRank, at: new Date(name_at === '-infinity' ? 0 : name_at) };
}

/** What was taken over and is still as it was then; what somebody changed since is theirs. */
function factsAgain(now: LockedGuest, facts: Moved['facts']): Partial<GuestFacts> {
  if (facts === null) return {};
  const keys = Object.keys(facts.after) as (keyof GuestFacts)[];
  return Object.fromEntries(keys.filter((key) => now[key] === facts.after[key]).map((key) => [key, facts.before[key]]));
}

function withItself(): InvalidInputError {
  const message = 'guestId must be another guest';
  return new InvalidInputError([{ field: 'guestId', code: 'another', message }]);
}
