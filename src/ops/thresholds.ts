import type { ThresholdsView } from '../hotels/index.js';

export const ALERT_KINDS = [
  'failed_jobs',
  'slow_processing',
  'backlog',
  'oldest_waiting',
  'channel_silent',
  'backup_failed',
  'disk_low',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** How a hotel does. */
export interface Figures {
  failedJobs: number;
  backlog: number;
  /** seconds; null: nothing was routed lately */
  slowSeconds: number | null;
  /** seconds; null: nothing waits */
  oldestSeconds: number | null;
}

/** How the house does that all hotels live in. */
export interface HouseFigures {
  /** nights' backups that were not made since the last one that was */
  failedBackups: number;
  /** bytes; null: cannot be told */
  diskFree: number | null;
}

/** `channelId`: of `channel_silent`, whose minutes are its value. */
export interface Alert {
  kind: AlertKind;
  channelId: string | null;
  value: number;
  threshold: number;
}

/** What the figures say of one threshold. `between`: under it, but not yet far enough to call it over. */
export type Verdict = 'crossed' | 'between' | 'clear';

/** An alert ends at four fifths of its threshold, or a figure on the edge would ring all day. */
const ENDS_AT = 0.8;

export function verdict(value: number | null, threshold: number): Verdict {
  if (value === null || value < threshold * ENDS_AT) return 'clear';
  return value >= threshold ? 'crossed' : 'between';
}

/** Every threshold of the hotel with its figure; those of channels are found another way. */
export function measured(figures: Figures, thresholds: ThresholdsView): (Alert & { verdict: Verdict })[] {
  const of = (kind: AlertKind, value: number | null, threshold: number): Alert & { verdict: Verdict } => ({
    kind,
    channelId: null,
    value: value ?? 0,
    threshold,
    verdict: verdict(value, threshold),
  });
  return [
    of('failed_jobs', figures.failedJobs, thresholds.failedJobs),
    of('slow_processing', figures.slowSeconds, thresholds.slowSeconds),
    of('backlog', figures.backlog, thresholds.backlog),
    of('oldest_waiting', figures.oldestSeconds, thresholds.oldestSeconds),
  ];
}

const MIB = 1024 * 1024;

/** What is every hotel's concern. `diskLow` in bytes; the disk's figures are told in MiB. */
export function measuredHouse(
  { failedBackups, diskFree }: HouseFigures,
  diskLow: number,
): (Alert & { verdict: Verdict })[] {
  const disk: Verdict =
    diskFree === null
      ? 'between'
      : diskFree < diskLow
        ? 'crossed'
        : diskFree * ENDS_AT >= diskLow
          ? 'clear'
          : 'between';
  return [
    { kind: 'backup_failed', channelId: null, value: failedBackups, threshold: 1, verdict: verdict(failedBackups, 1) },
    {
      kind: 'disk_low',
      channelId: null,
      value: Math.floor((diskFree ?? 0) / MIB),
      threshold: Math.ceil(diskLow / MIB),
      verdict: disk,
    },
  ];
}
