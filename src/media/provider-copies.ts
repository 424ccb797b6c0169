import { Injectable, Logger } from '@nestjs/common';

import { Channels, type ChannelConnection, type SendFailure } from '../channels/index.js';
import { HotQueries } from '../database/hot-queries.js';
import { FileStore } from './file-store.js';
import { filesOf, type ReadyMedia } from './media.repository.js';

/** Long enough for 16 MB over a slow line; nothing has gone to the guest yet. */
const UPLOAD_MS = 45_000;

const COPIES = `
  SELECT media_id AS "mediaId", provider_media_id AS "providerMediaId" FROM media_copy
  WHERE hotel_id = $1 AND channel_id = $2 AND media_id = ANY($3::uuid[]) AND expires_at > clock_timestamp()`;

const KEEP_COPY = `
  INSERT INTO media_copy (hotel_id, media_id, channel_id, provider_media_id, expires_at)
  VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 day')
  ON CONFLICT (hotel_id, media_id, channel_id) DO UPDATE SET provider_media_id = excluded.provider_media_id, expires_at = excluded.expires_at`;

export type Held =
  /** by our media id, the provider's */
  | { kind: 'held'; ids: Map<string, string> }
  | { kind: 'refused'; failure: SendFailure }
  | { kind: 'unreachable'; detail: string };

/**
 * Our files as a channel's provider holds them: uploaded before the message that names them is sent, and once for
 * several messages. An upload reaches nobody, so a crash in one leaves its message queued, and it is begun again.
 */
@Injectable()
export class ProviderCopies {
  private readonly logger = new Logger(ProviderCopies.name);

  constructor(
    private readonly sql: HotQueries,
    private readonly channels: Channels,
    private readonly files: FileStore,
  ) {}

  async hold(channel: ChannelConnection, mediaIds: readonly string[]): Promise<Held> {
    const ids = new Map<string, string>();
    if (mediaIds.length === 0) return { kind: 'held', ids };
    const { hotelId, id: channelId } = channel;
    for (const row of await this.sql.query<{ mediaId: string; providerMediaId: string }>(COPIES, [
      hotelId,
      channelId,
      mediaIds,
    ]))
      ids.set(row.mediaId, row.providerMediaId);
    const files = await filesOf(
      this.sql,
      hotelId,
      mediaIds.filter((id) => !ids.has(id)),
    );
    for (const file of files) {
      const uploaded = await this.upload(channel, file);
      if (uploaded.kind !== 'held') return uploaded;
      ids.set(file.id, uploaded.providerMediaId);
      await this.sql.query(KEEP_COPY, [hotelId, file.id, channelId, uploaded.providerMediaId, uploaded.days]);
    }
    if (mediaIds.every((id) => ids.has(id))) return { kind: 'held', ids };
    return { kind: 'refused', failure: fileMissing() };
  }

  private async upload(channel: ChannelConnection, file: ReadyMedia) {
    const { mimeType, size } = file;
    const path = this.files.placeOf(channel.hotelId, file.sha256);
    const filename = file.filename ?? `${file.kind}.${mimeType.split(/[/;]/)[1] ?? 'bin'}`;
    const adapter = this.channels.adapter(channel.provider);
    const outcome = await adapter.uploadMedia(
      channel,
      { path, size, mimeType, filename },
      AbortSignal.timeout(UPLOAD_MS),
    );
    if (outcome.kind !== 'held') {
      const why = outcome.kind === 'refused' ? outcome.failure.reason : outcome.detail;
      this.logger.warn(`Media ${file.id} could not be given to channel ${channel.id}: ${why}`);
    }
    return outcome;
  }
}

function fileMissing(): SendFailure {
  return {
    code: 'media_refused',
    reason: 'The file is not here any more.',
    passes: false,
    retryAfterMs: null,
    scope: 'message',
    providerCode: null,
    providerDetail: null,
  };
}
