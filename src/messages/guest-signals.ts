import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';

import { Channels, readMarksOf, type ChannelConnection } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { Config } from '../config/config.js';
import { HotQueries } from '../database/hot-queries.js';
import { JobQueue, type Jobs } from '../queue/index.js';

const CALL_MS = 10_000;
/** A sign that comes later than this tells the guest something that is no longer so. */
const LATE_MS = 60_000;
/** Meta shows "typing" for 25 s; told again a little before, it does not flicker. */
const TYPING_MS = 20_000;
const HOUR = 3_600_000;

type Signal = Jobs['chat.signal'];

/** The guest's newest words a signal may speak of. */
interface Words {
  channelId: string;
  kind: 'person' | 'group';
  providerId: string;
  seq: number;
  lastInboundAt: Date;
  markedSeq: number;
  paused: boolean;
}

const WORDS = `
  SELECT c.channel_id AS "channelId", c.kind, m.provider_id AS "providerId", m.inbound_seq::int AS seq,
         c.last_inbound_at AS "lastInboundAt", coalesce(s.marked_seq, 0)::int AS "markedSeq",
         coalesce(n.paused_until > clock_timestamp(), false) AS paused
  FROM chat c
  JOIN channel n ON n.hotel_id = c.hotel_id AND n.id = c.channel_id AND n.archived_at IS NULL
  LEFT JOIN chat_signal s ON s.hotel_id = c.hotel_id AND s.chat_id = c.id
  JOIN LATERAL (
    SELECT provider_id, inbound_seq FROM message m
    WHERE m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.inbound_seq <= coalesce($3::bigint, c.inbound_seq) AND m.provider_id IS NOT NULL
    ORDER BY m.inbound_seq DESC LIMIT 1
  ) m ON true
  WHERE c.hotel_id = $1 AND c.id = $2 AND c.last_inbound_at IS NOT NULL`;

/** Committed before the call: each of the guest's messages is marked at most once, whatever happens then. */
const CLAIM_READ = `
  INSERT INTO chat_signal AS s (hotel_id, chat_id, marked_seq) VALUES ($1, $2, $3)
  ON CONFLICT (hotel_id, chat_id) DO UPDATE SET marked_seq = excluded.marked_seq WHERE s.marked_seq < excluded.marked_seq
  RETURNING 1 AS claimed`;

const CLAIM_TYPING = `
  INSERT INTO chat_signal AS s (hotel_id, chat_id, marked_seq, typing_until)
  VALUES ($1, $2, $3, clock_timestamp() + $4 * interval '1 millisecond')
  ON CONFLICT (hotel_id, chat_id) DO UPDATE SET typing_until = excluded.typing_until, marked_seq = greatest(s.marked_seq, excluded.marked_seq)
    WHERE s.typing_until IS NULL OR s.typing_until < clock_timestamp()
  RETURNING 1 AS claimed`;

/**
 * Blue ticks and "typing" on the guest's phone (E21), as the channel's `readMarks` allows. Hints: best effort,
 * never repeated, never in the way of a message. Meta's typing marks as read (contract 8.5), so it is held
 * back until that would tell nothing new.
 */
@Injectable()
export class GuestSignals implements OnModuleInit {
  private readonly logger = new Logger(GuestSignals.name);

  constructor(
    private readonly sql: HotQueries,
    private readonly queue: JobQueue,
    private readonly channels: Channels,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.queue.handle('chat.signal', (signal) => this.run(signal));
  }

  private async run(signal: Signal): Promise<void> {
    if (Date.now() - signal.at > LATE_MS) return;
    const { hotelId, chatId, kind, upTo } = signal;
    const [words] = await this.sql.query<Words>(WORDS, [hotelId, chatId, upTo]);
    if (!words || !this.timely(words)) return;
    const channel = await this.channels.connection(hotelId, words.channelId);
    if (kind === 'typing') await this.typing(channel, signal, words);
    else await this.read(channel, signal, words);
  }

  /** In a group each message would have to be marked, and the ticks would be everybody's. */
  private timely({ kind, paused, lastInboundAt }: Words): boolean {
    const windowMs = this.config.conversations.providerWindowHours * HOUR;
    return kind === 'person' && !paused && +this.clock.now() <= +lastInboundAt + windowMs;
  }

  private async read(channel: ChannelConnection, { hotelId, chatId, kind }: Signal, words: Words): Promise<void> {
    const { capabilities } = this.channels.adapter(channel.provider);
    const wanted = readMarksOf(channel);
    // Who tells it when words are opened tells it when they are answered unopened, too.
    if (!capabilities.readMarks || (wanted !== kind && !(wanted === 'opened' && kind === 'answered'))) return;
    if ((await this.sql.query(CLAIM_READ, [hotelId, chatId, words.seq])).length === 0) return;
    await this.tell(channel, words.providerId, false);
  }

  private async typing(channel: ChannelConnection, { hotelId, chatId }: Signal, words: Words): Promise<void> {
    const { capabilities } = this.channels.adapter(channel.provider);
    const wanted = readMarksOf(channel);
    if (!capabilities.typing || (wanted !== 'opened' && words.markedSeq < words.seq) || wanted === 'never') return;
    if ((await this.sql.query(CLAIM_TYPING, [hotelId, chatId, words.seq, TYPING_MS])).length === 0) return;
    await this.tell(channel, words.providerId, true);
  }

  private async tell(channel: ChannelConnection, providerId: string, typing: boolean): Promise<void> {
    const adapter = this.channels.adapter(channel.provider);
    const told = await adapter.markRead(channel, providerId, typing, AbortSignal.timeout(CALL_MS));
    if (!told)
      this.logger.debug(`The provider did not take a ${typing ? 'typing' : 'read'} mark of channel ${channel.id}`);
  }
}
