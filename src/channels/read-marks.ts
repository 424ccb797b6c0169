import type { ChannelConnection } from './port.js';

/** When a guest is told that staff have read. */
export const READ_MARKS = ['opened', 'answered', 'never'] as const;
export type ReadMarks = (typeof READ_MARKS)[number];

/** `answered` unless the channel says otherwise: a guest who sees blue ticks and no answer feels passed over. */
export function readMarksOf({ settings }: Pick<ChannelConnection, 'settings'>): ReadMarks {
  return READ_MARKS.find((choice) => choice === settings['readMarks']) ?? 'answered';
}
