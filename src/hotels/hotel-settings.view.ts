import { WRITES_PER_MINUTE } from '../auth/index.js';

export class QuietHoursView {
  /** `22:00`, in the hotel's zone */
  from: string;
  /** `07:00`; before `from`: the next morning */
  to: string;
}

/** From where on administrators are told (D6). */
export class ThresholdsView {
  /** sends, jobs and events that failed for good within an hour and still wait for somebody */
  failedJobs: number;
  /** jobs that wait */
  backlog: number;
  /** seconds from a guest's message to its routing, for one in ten of the last five minutes */
  slowSeconds: number;
  /** seconds the oldest job may wait whose time has come */
  oldestSeconds: number;
  /** minutes without a word from a channel that always had one at this hour of the week; null: silence is not watched */
  silentMinutes: number | null;
}

export class LimitsView {
  /** changes one person or API key may ask for in a minute */
  writesPerMinute: number;
  /** disk for the files of this hotel, in bytes; null: what MEDIA_QUOTA says */
  mediaBytes: number | null;
}

/** null: kept until somebody erases it */
export class RetentionView {
  messageDays: number | null;
  mediaDays: number | null;
}

/** What a hotel has that set nothing. */
export const SETTINGS_DEFAULTS: { thresholds: ThresholdsView; limits: LimitsView; retention: RetentionView } = {
  thresholds: { failedJobs: 1, backlog: 1_000, slowSeconds: 30, oldestSeconds: 300, silentMinutes: 60 },
  limits: { writesPerMinute: WRITES_PER_MINUTE, mediaBytes: null },
  retention: { messageDays: null, mediaDays: null },
};
