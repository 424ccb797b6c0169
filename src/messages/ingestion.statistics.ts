import { Logger } from '@nestjs/common';

import type { DatabaseAddress } from '../database/pg-client.js';
import { openClient } from '../database/pg-client.js';

const TABLES =
  'guest, guest_identity, chat, attendee, conversation, message, message_revision, message_status, channel';
const SIZES = [100, 1_000, 10_000];

/**
 * A young database grows faster than the server looks at it: every index begins with hotel_id, and with
 * the statistics of an empty table they all look alike to the planner (16 messages then took 26 ms instead
 * of 11, with a plan that is kept). So after a hundred, a thousand and ten thousand messages of this process the tables are
 * analysed, on a connection of its own; new statistics make new plans. From then on autovacuum is in time.
 */
export class Statistics {
  private readonly logger = new Logger(Statistics.name);
  private seen = 0;
  private next = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly address: DatabaseAddress) {}

  /** So many messages were stored. */
  count(messages: number): void {
    this.seen += messages;
    const due = SIZES[this.next];
    if (due === undefined || this.seen < due) return;
    this.next++;
    this.running = this.running.then(() => this.analyse());
  }

  /** Waits for what runs. */
  close(): Promise<void> {
    return this.running;
  }

  private async analyse(): Promise<void> {
    const client = openClient(this.address);
    try {
      await client.connect();
      await client.query(`ANALYZE ${TABLES}`);
    } catch (error) {
      this.logger.warn(`The tables could not be analysed: ${String(error)}`);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
}
