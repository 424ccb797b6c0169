import type { CloseReason } from '../api/types.js';

export const CLOSE_REASONS: readonly CloseReason[] = ['done', 'settled', 'no_answer', 'wrong_number', 'spam'];
export const isCloseReason = (value: string): value is CloseReason =>
  (CLOSE_REASONS as readonly string[]).includes(value);
