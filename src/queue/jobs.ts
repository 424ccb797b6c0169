/** Every job: its name and payload. Payloads carry ids; handlers load fresh rows. */
export interface Jobs {
  /** Routes what a chat received and nobody decided on yet, in order. */
  'chat.route': { hotelId: string; chatId: string };
  /** Sends what a chat has queued, in order. */
  'chat.send': { hotelId: string; chatId: string };
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
  /** jobs of this name that run side by side in one process; routing takes those that wait together */
  concurrency: number;
  /** first delay before a failed job runs again; doubles each time */
  backoffMs: number;
}

/** A job without settings does not compile. */
export const JOB_SETTINGS: Record<JobName, JobSettings> = {
  'chat.route': { concurrency: 256, backoffMs: 500 },
  'chat.send': { concurrency: 8, backoffMs: 500 },
  'media.fetch': { concurrency: 4, backoffMs: 2_000 },
  'reaction.send': { concurrency: 4, backoffMs: 500 },
  'chat.signal': { concurrency: 4, backoffMs: 500 },
};
