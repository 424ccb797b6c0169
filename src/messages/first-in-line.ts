import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';

import { Clock } from '../common/clock.js';
import { HotQueries } from '../database/hot-queries.js';

const LOOK_MS = 15_000;
const DAY = 86_400_000;
const MOST = 20_000;

/** Served by conversation_urgent and stay_vip. A guest who was joined with another still writes in a chat of their own. */
const FIRST = `
  SELECT chat_id AS id FROM conversation WHERE status = 'active' AND priority = 'urgent'
  UNION
  SELECT c.id FROM stay s
  CROSS JOIN LATERAL (
    SELECT s.guest_id AS id
    UNION ALL
    SELECT g.id FROM guest g WHERE g.hotel_id = s.hotel_id AND g.merged_into_id = s.guest_id
  ) g
  JOIN chat c ON c.hotel_id = s.hotel_id AND c.guest_id = g.id
  WHERE s.vip IS NOT NULL AND s.cancelled_at IS NULL AND s.departure >= $1::date
  LIMIT ${MOST}`;

/**
 * Whose messages are routed before the others when there are more than can be routed at once (D8): guests in danger, and
 * VIPs until the day after they leave. Known by heart and looked up every few seconds, so that a message costs nothing
 * more for it; the urgent words of this very message count from the next one on.
 */
@Injectable()
export class FirstInLine implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(FirstInLine.name);
  private chats: ReadonlySet<string> = new Set();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;

  constructor(
    private readonly sql: HotQueries,
    private readonly clock: Clock,
  ) {}

  has(chatId: string): boolean {
    return this.chats.has(chatId);
  }

  onApplicationBootstrap(): void {
    const look = (): void => {
      this.looking ??= this.look()
        .catch((error: unknown) => this.logger.debug(`Who is first in line is not known anew: ${String(error)}`))
        .finally(() => (this.looking = undefined));
    };
    this.timer = setInterval(look, LOOK_MS).unref();
    look();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.looking;
  }

  /** Now. */
  async look(): Promise<void> {
    const rows = await this.sql.query<{ id: string }>(FIRST, [new Date(+this.clock.now() - DAY)]);
    this.chats = new Set(rows.map((row) => row.id));
  }
}
