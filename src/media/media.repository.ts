import type { MediaContent, MediaFailure, MediaKind } from '../channels/index.js';
import type { Sql } from '../common/sql.js';
import { visibleSql, type Sight } from '../conversations/index.js';

/** A file to be fetched, claimed by this worker. */
export interface ClaimedMedia {
  id: string;
  channelId: string;
  providerMediaId: string;
  kind: MediaKind;
  mimeType: string;
  filename: string | null;
  /** as the provider announced it, lower-case hex */
  sha256: string | null;
  /** this one included */
  tries: number;
}

/** A file that is here, with what is known of it. */
export interface ReadyMedia {
  id: string;
  kind: MediaKind;
  filename: string | null;
  mimeType: string;
  size: number;
  sha256: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  thumbnailSize: number | null;
}

/** What the message that names a file says about it. */
export type MediaNews = Partial<
  Pick<
    MediaContent,
    'state' | 'mimeType' | 'size' | 'filename' | 'width' | 'height' | 'durationMs' | 'thumbnail' | 'failure'
  >
>;

/** Real time throughout, as for sends: a moved clock must not let two workers fetch one file. */
const DUE = `(state = 'pending' OR (state = 'failed' AND next_try_at IS NOT NULL))
  AND (next_try_at IS NULL OR next_try_at <= clock_timestamp()) AND (lease_until IS NULL OR lease_until < clock_timestamp())`;

const CLAIM = `
  UPDATE media SET lease_until = clock_timestamp() + $3 * interval '1 millisecond', tries = tries + 1
  WHERE hotel_id = $1 AND id = $2 AND ${DUE}
  RETURNING id, channel_id AS "channelId", provider_media_id AS "providerMediaId", kind, mime_type AS "mimeType", filename,
            encode(sha256, 'hex') AS sha256, tries`;

/** Edits keep what they replaced, and are put over the message again when news comes: both are told. */
const TELL = `
  WITH told AS (
    UPDATE message SET content = (content - 'failure') || $3::jsonb, version = version + 1
    WHERE hotel_id = $1 AND content ->> 'mediaId' = $2 RETURNING conversation_id, id
  ), revised AS (
    UPDATE message_revision SET content = (content - 'failure') || $3::jsonb WHERE hotel_id = $1 AND content ->> 'mediaId' = $2
  )
  INSERT INTO change (hotel_id, kind, conversation_id, message_id, at)
  SELECT $1, 'message.updated', conversation_id, id, $4 FROM told`;

const FILE_COLUMNS = `m.id, m.kind, m.filename, f.mime_type AS "mimeType", f.size::float8 AS size, encode(f.sha256, 'hex') AS sha256,
  f.width, f.height, f.duration_ms AS "durationMs", f.thumbnail_size::float8 AS "thumbnailSize"`;
const FILES = `media m JOIN media_file f ON f.hotel_id = m.hotel_id AND f.sha256 = m.sha256 AND m.state = 'ready'`;

/** Newest first: what a guest sends now goes before what the history brings. */
export function dueMedia(sql: Sql, limit: number): Promise<{ hotelId: string; mediaId: string }[]> {
  return sql.query(
    `SELECT hotel_id AS "hotelId", id AS "mediaId" FROM media WHERE ${DUE} ORDER BY next_try_at NULLS FIRST, id DESC LIMIT $1`,
    [limit],
  );
}

/** Null: fetched, not due, or in another worker's hands. */
export async function claimMedia(sql: Sql, hotelId: string, id: string, leaseMs: number): Promise<ClaimedMedia | null> {
  const [row] = await sql.query<ClaimedMedia>(CLAIM, [hotelId, id, leaseMs]);
  return row ?? null;
}

/** Tells the message, and everybody who looks at it. */
export async function tellMessage(
  sql: Sql,
  hotelId: string,
  mediaId: string,
  news: MediaNews,
  now: Date,
): Promise<void> {
  await sql.query(TELL, [hotelId, mediaId, JSON.stringify(news), now]);
}

export async function markReady(
  sql: Sql,
  hotelId: string,
  id: string,
  file: { sha256: string; size: number; mimeType: string; filename: string | null },
): Promise<void> {
  await sql.query(
    `UPDATE media SET state = 'ready', sha256 = decode($3, 'hex'), size = $4, mime_type = $5, filename = $6, failure = NULL,
            next_try_at = NULL, lease_until = NULL
     WHERE hotel_id = $1 AND id = $2`,
    [hotelId, id, file.sha256, file.size, file.mimeType, file.filename],
  );
}

/** `retryMs` null: not by itself again. Answers whether that is news to those who look at the message. */
export async function markFailed(
  sql: Sql,
  hotelId: string,
  id: string,
  failure: MediaFailure,
  { retryMs, shown }: { retryMs: number | null; shown: boolean },
): Promise<boolean> {
  const [row] = await sql.query<{ news: boolean }>(
    `WITH before AS (SELECT state, failure FROM media WHERE hotel_id = $1 AND id = $2 FOR UPDATE)
     UPDATE media SET state = CASE WHEN $5::boolean THEN 'failed' ELSE media.state END, failure = $3, lease_until = NULL,
            next_try_at = clock_timestamp() + $4::float8 * interval '1 millisecond'
     FROM before WHERE hotel_id = $1 AND id = $2
     RETURNING $5::boolean AND (before.state <> 'failed' OR before.failure IS DISTINCT FROM $3) AS news`,
    [hotelId, id, failure, retryMs, shown],
  );
  return row?.news ?? false;
}

/** A file that did not come is due again at once, with all its tries. False: it is not one that failed. */
export async function startOver(sql: Sql, hotelId: string, id: string): Promise<boolean> {
  const rows = await sql.query(
    `UPDATE media SET state = 'pending', failure = NULL, tries = 0, next_try_at = NULL, lease_until = NULL
     WHERE hotel_id = $1 AND id = $2 AND state = 'failed' RETURNING id`,
    [hotelId, id],
  );
  return rows.length > 0;
}

export async function addUpload(
  sql: Sql,
  media: ReadyMedia & { hotelId: string; userId: string; now: Date },
): Promise<void> {
  await sql.query(
    `INSERT INTO media (hotel_id, id, kind, mime_type, size, filename, sha256, state, uploaded_by, created_at)
     VALUES ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), 'ready', $8, $9)`,
    [
      media.hotelId,
      media.id,
      media.kind,
      media.mimeType,
      media.size,
      media.filename,
      media.sha256,
      media.userId,
      media.now,
    ],
  );
}

/**
 * Files this person may see: those of messages they may see (visibility.ts decides), and what they uploaded and
 * nobody has sent yet. What is not there and what is not theirs to see are left out alike.
 */
export function visibleFiles(
  sql: Sql,
  reader: { hotelId: string; userId: string },
  sight: Sight,
  ids: readonly string[],
): Promise<ReadyMedia[]> {
  const params: unknown[] = [reader.hotelId, ids, reader.userId];
  const visible = visibleSql(sight, 'c', params);
  const named = `message g WHERE g.hotel_id = m.hotel_id AND g.content ->> 'mediaId' = m.id::text`;
  return sql.query<ReadyMedia>(
    `SELECT ${FILE_COLUMNS} FROM ${FILES}
     WHERE m.hotel_id = $1 AND m.id = ANY($2::uuid[]) AND (
       (m.uploaded_by = $3 AND NOT EXISTS (SELECT 1 FROM ${named}))
       OR EXISTS (SELECT 1 FROM conversation c JOIN ${named.replace('WHERE', 'ON c.hotel_id = g.hotel_id AND c.id = g.conversation_id WHERE')}
                  AND g.deleted_at IS NULL AND ${visible}))`,
    params,
  );
}

/** For sending what a message of ours names already. */
export function filesOf(sql: Sql, hotelId: string, ids: readonly string[]): Promise<ReadyMedia[]> {
  return sql.query<ReadyMedia>(
    `SELECT ${FILE_COLUMNS} FROM ${FILES} WHERE m.hotel_id = $1 AND m.id = ANY($2::uuid[])`,
    [hotelId, ids],
  );
}

/** What the content of a message says about a file that is here. */
export function newsOf(file: Omit<ReadyMedia, 'id' | 'kind' | 'sha256'>): MediaNews {
  return {
    state: 'ready',
    mimeType: file.mimeType,
    size: file.size,
    filename: file.filename,
    ...(file.width === null || file.height === null ? {} : { width: file.width, height: file.height }),
    ...(file.durationMs === null ? {} : { durationMs: file.durationMs }),
    ...(file.thumbnailSize === null ? {} : { thumbnail: true }),
  };
}
