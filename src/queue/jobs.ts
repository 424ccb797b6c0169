import type { QueueName } from '../config/index.js';

/** Every job: its name and payload. Payloads carry ids; handlers load fresh rows. */
export interface Jobs {
  /** Routes what a chat received and nobody decided on yet, in order. */
  'chat.route': { hotelId: string; chatId: string };
  /** Sends what a chat has queued, in order. `looks`: how often it stood back, because guests' messages were rushing in. */
  'chat.send': { hotelId: string; chatId: string; by?: 'staff' | 'automatic'; looks?: number };
  /** Fetches a guest's file from the provider. */
  'media.fetch': { hotelId: string; mediaId: string };
  /** Sends our reaction to a message as it is wished now. */
  'reaction.send': { hotelId: string; reactionId: string };
  /** Tells the guest's phone that their words were read, or that somebody types; worth nothing when it comes late. */
  'chat.signal': {
    hotelId: string;
    chatId: string;
    kind: 'opened' | 'answered' | 'typing';
    upTo: number | null;
    at: number;
  };
}

export type JobName = keyof Jobs;

export interface JobSettings {
  /** what QUEUES names it by */
  queue: QueueName;
  /** where it waits: a list of its own, so that slow signals, say, hold no message up */
  list: string;
  /** jobs of this name that run side by side in one process; routing takes those that wait together */
  concurrency: number;
  /** first delay before a failed job runs again; doubles each time */
  backoffMs: number;
  /** how long it stands back while guests' messages wait too long for the store */
  standsBackMs: number;
}

/** A job without settings does not compile. */
export const JOB_SETTINGS: Record<JobName, JobSettings> = {
  'chat.route': {
    queue: 'whatsapp-messages',
    list: 'whatsapp-messages',
    concurrency: 256,
    backoffMs: 500,
    standsBackMs: 0,
  },
  'chat.send': { queue: 'outbound', list: 'outbound', concurrency: 8, backoffMs: 500, standsBackMs: 0 },
  'media.fetch': { queue: 'media', list: 'media', concurrency: 4, backoffMs: 2_000, standsBackMs: 10_000 },
  'reaction.send': {
    queue: 'outbound',
    list: 'outbound-reactions',
    concurrency: 4,
    backoffMs: 500,
    standsBackMs: 2_000,
  },
  'chat.signal': { queue: 'outbound', list: 'outbound-signals', concurrency: 4, backoffMs: 500, standsBackMs: 2_000 },
};

export const JOB_NAMES = Object.keys(JOB_SETTINGS) as JobName[];

/** Milliseconds before the next try, up to a half longer by chance: what failed together does not come back together. */
export function backoffMs(name: JobName, triesMade: number): number {
  return Math.round(JOB_SETTINGS[name].backoffMs * 2 ** (triesMade - 1) * (1 + Math.random() / 2));
}
