import { Injectable } from '@nestjs/common';

import { ChangeLog, Readers, type Reader } from '../conversations/index.js';
import { EventComposer } from './event-composer.js';
import type { StaffEventName } from './events.js';

/** Beyond it reading the lists again is less than telling everything. */
const MOST_EVENTS = 500;

export interface MissedEvent {
  name: StaffEventName;
  position: string;
  at: Date;
  data: unknown;
}

export type Missed = { reset: true; position: string } | { reset: false; position: string; events: MissedEvent[] };

/** What a socket that comes back was not told. Overlaps with what it was: clients apply by id and version. */
@Injectable()
export class Resume {
  constructor(
    private readonly log: ChangeLog,
    private readonly readers: Readers,
    private readonly composer: EventComposer,
  ) {}

  async missed({ hotelId, userId }: Pick<Reader, 'hotelId' | 'userId'>, since: string | undefined): Promise<Missed> {
    const missed = await this.log.since(hotelId, since);
    if (missed.reset) return missed;
    const { changes, position } = missed;
    // What became visible or was lost by a change of rights is more than the log tells.
    if (changes.some((change) => change.kind === 'membership.changed' && change.subjectId === userId))
      return { reset: true, position };
    const events = await this.composer.compose(hotelId, changes, await this.readers.ofHotel(hotelId, [userId]));
    if (events.length > MOST_EVENTS) return { reset: true, position };
    return { reset: false, position, events: events.map(({ name, at, data }) => ({ name, position, at, data })) };
  }
}
