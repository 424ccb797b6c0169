import { statusRank } from '../common/delivery-status.js';
import type { Sql } from '../common/sql.js';
import type { QueueName } from '../config/index.js';
import { JOB_SETTINGS, type JobName } from './jobs.js';

/** Jobs whose work stands in rows; a `chat.signal` is worth nothing later and has none. */
export const JOBS_OF_ROWS = ['chat.route', 'chat.send', 'media.fetch', 'reaction.send'] as const satisfies JobName[];
export type JobOfRows = (typeof JOBS_OF_ROWS)[number];

/** Which queue carries it, as QUEUES names it. */
export function queueOf(job: JobOfRows): QueueName {
  return JOB_SETTINGS[job].queue;
}

/** `active`: claimed by a worker; `delayed`: not before its time (a retry, an outage of the provider). */
export const WORK_STATES = ['waiting', 'active', 'delayed'] as const;
type WorkState = (typeof WORK_STATES)[number];

export interface OpenJob {
  job: JobOfRows;
  hotelId: string;
  /** the chat, message, media or reaction it is about */
  subjectId: string;
  state: WorkState;
  since: Date;
  tries: number;
}

export type OpenWork = { job: JobOfRows; hotelId: string; oldestWaitingAt: Date | null } & Record<WorkState, number>;

const LATER = (time: string): string => `${time} > clock_timestamp()`;

/**
 * Rows are the truth (promise 6): whatever a queue knows, this is what is left to do. Chats are read whole, as the
 * sweeper does; the others are served by message_open_send, media_due and reaction_open_send.
 */
const OPEN = `
  SELECT 'chat.route' AS job, c.hotel_id, c.id AS subject_id,
    CASE WHEN ${LATER('c.routing_until')} THEN 'active' ELSE 'waiting' END AS state, m.created_at AS since, c.routing_tries AS tries
  FROM chat c
  CROSS JOIN LATERAL (
    SELECT m.created_at FROM message m WHERE m.hotel_id = c.hotel_id AND m.chat_id = c.id AND m.inbound_seq > c.routed_seq
    ORDER BY m.inbound_seq LIMIT 1
  ) m
  WHERE c.routed_seq < c.inbound_seq
  UNION ALL
  SELECT 'chat.send', m.hotel_id, m.id,
    CASE WHEN m.status = ${statusRank('sending')} THEN 'active'
         WHEN ${LATER('a.next_try_at')} OR ${LATER('n.paused_until')} THEN 'delayed' ELSE 'waiting' END, m.created_at, a.number - 1
  FROM message m
  JOIN channel n ON n.hotel_id = m.hotel_id AND n.id = m.channel_id
  CROSS JOIN LATERAL (
    SELECT a.next_try_at, a.number FROM send_attempt a WHERE a.hotel_id = m.hotel_id AND a.message_id = m.id ORDER BY a.number DESC LIMIT 1
  ) a
  WHERE m.status < 20
  UNION ALL
  SELECT 'media.fetch', hotel_id, id,
    CASE WHEN ${LATER('lease_until')} THEN 'active' WHEN ${LATER('next_try_at')} THEN 'delayed' ELSE 'waiting' END, created_at, tries
  FROM media WHERE state = 'pending' OR (state = 'failed' AND next_try_at IS NOT NULL)
  UNION ALL
  SELECT 'reaction.send', hotel_id, id,
    CASE WHEN ${LATER('lease_until')} THEN 'active' WHEN ${LATER('next_try_at')} THEN 'delayed' ELSE 'waiting' END, at, tries
  FROM reaction WHERE send_status = 0`;

/** How much is open, by hotel and job; what has none is left out. */
export async function openWork(sql: Sql): Promise<OpenWork[]> {
  return sql.query<OpenWork>(
    `SELECT o.job, o.hotel_id AS "hotelId", count(*) FILTER (WHERE o.state = 'waiting') AS waiting,
       count(*) FILTER (WHERE o.state = 'active') AS active, count(*) FILTER (WHERE o.state = 'delayed') AS delayed,
       min(o.since) FILTER (WHERE o.state = 'waiting') AS "oldestWaitingAt"
     FROM (${OPEN}) o GROUP BY o.job, o.hotel_id ORDER BY o.job, o.hotel_id`,
  );
}

/** The jobs themselves, oldest first. */
export async function openJobs(sql: Sql, jobs: readonly JobOfRows[], limit: number): Promise<OpenJob[]> {
  return sql.query<OpenJob>(
    `SELECT o.job, o.hotel_id AS "hotelId", o.subject_id AS "subjectId", o.state, o.since, o.tries
     FROM (${OPEN}) o WHERE o.job = ANY($1) ORDER BY o.since, o.subject_id LIMIT $2`,
    [jobs, limit],
  );
}
