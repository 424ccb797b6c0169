import { Replay, type ReplayReport, type ReplayWish } from '../webhooks/index.js';
import { asOperator } from './operator.js';

/** What a day's receipts hold and the record lacks; of one channel, or all. Throws NotFoundError. */
export function replayDay(startMs: number, channelId: string | null, wish: ReplayWish): Promise<ReplayReport> {
  return asOperator((desk) => desk.get(Replay, { strict: false }).day(startMs, channelId, wish));
}

/** The same of one receipt. Throws NotFoundError. */
export function replayReceipt(id: string, wish: ReplayWish): Promise<ReplayReport> {
  return asOperator((desk) => desk.get(Replay, { strict: false }).receipt(id, wish));
}
