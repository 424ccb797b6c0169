import type { InboundEvent, ToldStatus } from '../inbound-event.js';
import type { Change, Item } from './change.js';
import { failureOf } from './errors.js';
import { Fault, isObject, objects, optionalId, requiredId, time } from './json.js';

const TOLD: ReadonlySet<unknown> = new Set<ToldStatus>(['sent', 'delivered', 'read', 'played', 'failed']);
/** Older forms that change no tick. */
const PASSED_OVER: ReadonlySet<unknown> = new Set(['deleted', 'warning']);

/** `statuses[]`: what became of a message we sent. */
export function readStatus(_change: Change, item: unknown): Item {
  if (!isObject(item)) throw new Fault('bad_item', 'the status is no object');
  const { status } = item;
  const providerId = requiredId(item['id'], 'id');
  const at = time(item['timestamp']);
  if (item['type'] === 'call' || PASSED_OVER.has(status))
    return { event: { type: 'noted', field: 'statuses', at }, key: providerId };
  if (!isTold(status)) throw new Fault('unknown_status', `no status we know: ${JSON.stringify(status)?.slice(0, 100)}`);

  // In a group each participant has a tick of their own; the group's id would make one of them all.
  const recipient =
    optionalId(item['recipient_participant_id'], 'recipient_participant_id') ??
    optionalId(item['recipient_participant_user_id'], 'recipient_participant_user_id') ??
    optionalId(item['recipient_id'], 'recipient_id') ??
    optionalId(item['recipient_user_id'], 'recipient_user_id') ??
    '';
  const event: InboundEvent = {
    type: 'message_status',
    providerId,
    status,
    attemptRef: attemptRef(item['biz_opaque_callback_data']),
    recipient,
    at,
    failure: status === 'failed' ? failureOf(objects(item['errors'])[0]) : null,
  };
  return { event, key: `${providerId}:${status}:${recipient}:${at.getTime() / 1000}` };
}

function isTold(status: unknown): status is ToldStatus {
  return TOLD.has(status);
}

/** Echoed as given at send time; another app of the same number may have put anything there. */
function attemptRef(value: unknown): string | null {
  return typeof value === 'string' && value !== '' && value.length <= 512 ? value : null;
}
