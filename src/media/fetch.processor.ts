import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';

import { Channels, type MediaFailure, type MediaOpened } from '../channels/index.js';
import { Clock } from '../common/clock.js';
import { DiskSpace } from '../common/disk-space.js';
import { NotFoundError } from '../common/errors.js';
import { ChangeSignal } from '../database/change-signal.js';
import { HotQueries } from '../database/hot-queries.js';
import { inTransaction, query } from '../database/transaction.js';
import { JobQueue, Sweeper, type JobContext, type Jobs } from '../queue/index.js';
import { factsOf } from './file-facts.js';
import { FileStore, FileTooLargeError, isOutOfDisk, type ReceivedFile } from './file-store.js';
import { safeFilename } from './filename.js';
import { MediaStorageFullError } from './media.errors.js';
import { realType } from './media-type.js';
import {
  claimMedia,
  dueMedia,
  markFailed,
  markReady,
  newsOf,
  startOver,
  tellMessage,
  type ClaimedMedia,
} from './media.repository.js';
import { StorageQuota } from './storage-quota.js';

/** Longer than a fetch may take: one whose worker is gone is taken up again after it. */
const LEASE_MS = 150_000;
const FETCH_MS = 110_000;
/** What providers carry at most; any type is kept. */
const LARGEST = 104_857_600;
const AT_ONCE = 100;
const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 15 * 60_000;
/** From then on the message says that the file could not be fetched; it is still tried for some hours. */
const SAID_AFTER = 3;
const GIVEN_UP_AFTER = 20;

class NotFetched extends Error {
  override readonly name = 'NotFetched';

  constructor(
    readonly failure: MediaFailure,
    detail: string,
    readonly waitMs: number | null = null,
  ) {
    super(detail);
  }
}

/**
 * Fetches what guests send, right after their message was stored: its row is the task, ingestion's job the hint,
 * the sweeper finds what was missed. A file is claimed, taken down, looked into and put in its place; then the
 * message says that it is there.
 */
@Injectable()
export class FetchProcessor implements OnModuleInit {
  private readonly logger = new Logger(FetchProcessor.name);
  private paused = false;

  constructor(
    private readonly db: DataSource,
    private readonly sql: HotQueries,
    private readonly queue: JobQueue,
    private readonly sweeper: Sweeper,
    private readonly channels: Channels,
    private readonly files: FileStore,
    private readonly quota: StorageQuota,
    private readonly signal: ChangeSignal,
    private readonly clock: Clock,
    private readonly disk: DiskSpace,
  ) {}

  onModuleInit(): void {
    this.queue.handle('media.fetch', (job, context) => this.run(job, context));
    this.sweeper.add({ name: 'pending media', queue: 'media', everyMs: 5_000, run: () => this.enqueueDue() });
    this.sweeper.add({ name: 'media that had no room', queue: 'media', everyMs: 30_000, run: () => this.goOn() });
  }

  private async enqueueDue(): Promise<void> {
    if (await this.diskIsFull()) return;
    for (const job of await dueMedia(this.sql, AT_ONCE)) this.queue.enqueue('media.fetch', job, { jobId: job.mediaId });
  }

  private async run({ hotelId, mediaId }: Jobs['media.fetch'], { signal }: JobContext): Promise<void> {
    if (await this.diskIsFull()) return; // its row stays due
    const media = await claimMedia(this.sql, hotelId, mediaId, LEASE_MS);
    if (!media) return;
    let file: ReceivedFile | null = null;
    try {
      file = await this.receive(hotelId, media, AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]));
      await this.settle(hotelId, media, file);
    } catch (error) {
      await this.failed(hotelId, media, error);
    } finally {
      if (file) await this.files.discard(file);
    }
    this.signal.signal();
  }

  /** What is left is the messages'. Files stay pending, and the sweep goes on with them when there is room again. */
  private async diskIsFull(): Promise<boolean> {
    const full = (await this.disk.state()) === 'full';
    if (full && !this.paused) this.logger.warn('The disk is nearly full: guests’ files wait at the provider.');
    if (!full && this.paused) this.logger.log('There is room on the disk again: files are fetched.');
    this.paused = full;
    return full;
  }

  private async receive(hotelId: string, media: ClaimedMedia, signal: AbortSignal): Promise<ReceivedFile> {
    if (!(await this.quota.hasRoom(hotelId, 1))) throw new MediaStorageFullError();
    const channel = await this.channels.connection(hotelId, media.channelId);
    const opened = await this.channels.adapter(channel.provider).openMedia(channel, media.providerMediaId, signal);
    if (opened.kind !== 'open') throw reasonOf(opened);
    try {
      if (!(await this.quota.hasRoom(hotelId, opened.size ?? 0))) throw new MediaStorageFullError();
    } catch (error) {
      opened.body.destroy();
      throw error;
    }
    const file = await this.files.receive(opened.body, LARGEST, signal).catch((error: unknown) => {
      if (error instanceof FileTooLargeError) throw new NotFetched('too_large', error.message);
      throw isOutOfDisk(error) ? new MediaStorageFullError() : new NotFetched('unreachable', String(error));
    });
    const announced = opened.sha256 ?? media.sha256;
    if ((opened.size !== null && opened.size !== file.size) || (announced !== null && announced !== file.sha256)) {
      await this.files.discard(file);
      throw new NotFetched('damaged', `${file.size} bytes came, not those that were announced.`);
    }
    return file;
  }

  private async settle(hotelId: string, media: ClaimedMedia, file: ReceivedFile): Promise<void> {
    const filename = safeFilename(media.filename);
    const mimeType = await realType(file.path, media.mimeType, filename);
    const facts = await factsOf(file.path, mimeType, file.size);
    const now = this.clock.now();
    await inTransaction(this.db, async (tx) => {
      const thumbnailSize = facts.thumbnail?.length ?? null;
      await tellMessage(tx, hotelId, media.id, newsOf({ ...facts, filename, size: file.size, thumbnailSize }), now);
      await markReady(tx, hotelId, media.id, { ...file, mimeType, filename });
      await this.quota.add(tx, hotelId, file, facts, now);
      // Before the commit: a row that says "ready" never stands without its file.
      await this.files.keep(hotelId, file, facts.thumbnail);
    });
  }

  private async failed(hotelId: string, media: ClaimedMedia, error: unknown): Promise<void> {
    const now = this.clock.now();
    const { failure, again, waitMs } = verdictOn(error);
    const detail = error instanceof Error ? error.message : String(error);
    this.logger.warn(`Media ${media.id} could not be fetched (try ${media.tries}, ${failure}): ${detail}`);
    const retryMs = again && media.tries < GIVEN_UP_AFTER ? Math.max(waitMs ?? 0, delayAfter(media.tries)) : null;
    const shown = retryMs === null || media.tries >= SAID_AFTER;
    await inTransaction(this.db, async (tx) => {
      const news = await markFailed(tx, hotelId, media.id, failure, { retryMs, shown });
      if (news) await tellMessage(tx, hotelId, media.id, { state: 'failed', failure }, now);
    });
    if (failure === 'storage_full') await this.quota.noteFull(hotelId, now);
    if (retryMs !== null)
      this.queue.enqueue(
        'media.fetch',
        { hotelId, mediaId: media.id },
        { jobId: `${media.id}:${media.tries}`, delayMs: retryMs },
      );
  }

  /** There is room again: what waited for it is due. */
  private async goOn(): Promise<void> {
    for (const hotelId of await this.quota.roomAgain()) {
      const waiting = await query<{ id: string }>(
        this.db,
        `SELECT id FROM media WHERE hotel_id = $1 AND state = 'failed' AND failure = 'storage_full' ORDER BY id`,
        [hotelId],
      );
      for (const { id } of waiting) {
        await inTransaction(this.db, async (tx) => {
          await tellMessage(tx, hotelId, id, { state: 'pending' }, this.clock.now());
          await startOver(tx, hotelId, id);
        });
      }
      this.signal.signal();
      await this.enqueueDue();
    }
  }
}

function reasonOf(opened: Exclude<MediaOpened, { kind: 'open' }>): NotFetched {
  if (opened.kind === 'gone') return new NotFetched('gone', opened.detail);
  if (opened.kind === 'unreachable') return new NotFetched('unreachable', opened.detail);
  const { reason, retryAfterMs, passes } = opened.failure;
  return new NotFetched(passes ? 'unreachable' : 'refused', reason, retryAfterMs);
}

/** What is said of it, and whether trying again by itself can help. */
function verdictOn(error: unknown): { failure: MediaFailure; again: boolean; waitMs: number | null } {
  if (error instanceof MediaStorageFullError || isOutOfDisk(error))
    return { failure: 'storage_full', again: false, waitMs: null };
  if (error instanceof NotFoundError) return { failure: 'refused', again: false, waitMs: null }; // its channel was removed
  if (!(error instanceof NotFetched)) return { failure: 'unreachable', again: true, waitMs: null };
  const { failure, waitMs } = error;
  return { failure, again: failure !== 'gone' && failure !== 'too_large', waitMs };
}

function delayAfter(tries: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 4 ** (tries - 1));
}
