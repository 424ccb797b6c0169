export const CLOSE_REASONS = ['done', 'settled', 'no_answer', 'wrong_number', 'spam'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];
export const isCloseReason = (value: string): value is CloseReason =>
  (CLOSE_REASONS as readonly string[]).includes(value);
