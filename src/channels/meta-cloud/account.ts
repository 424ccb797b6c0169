import type { InboundEvent } from '../inbound-event.js';
import type { Change, Item } from './change.js';
import { failureOf } from './errors.js';
import { Fault, isObject, objects, optionalId, requiredId, time, words, type JsonObject } from './json.js';

type Notice = Pick<Extract<InboundEvent, { type: 'channel_notice' }>, 'code' | 'detail' | 'status'>;

/** Fields whose whole value is one piece of news about the number, the account or a template. */
export const ACCOUNT_FIELDS = new Map<string, (value: JsonObject) => Notice>([
  ['message_template_status_update', templateStatus],
  ['message_template_quality_update', templateQuality],
  [
    'message_template_components_update',
    (value) => plain('template_changed', `Template ${template(value)} was changed.`),
  ],
  ['template_category_update', templateCategory],
  ['account_update', accountUpdate],
  ['account_alerts', accountAlert],
  [
    'account_review_update',
    (value) => plain(codeOf(value['decision']), `The review of the account ended: ${shown(value['decision'])}.`),
  ],
  ['business_capability_update', (value) => plain('limits_changed', `The account’s limits changed${limits(value)}.`)],
  [
    'phone_number_name_update',
    (value) => plain(codeOf(value['decision']), `The review of the number’s name ended: ${shown(value['decision'])}.`),
  ],
  ['phone_number_quality_update', numberQuality],
  [
    'security',
    (value) => plain(codeOf(value['event']), `Security settings of the number changed: ${shown(value['event'])}.`),
  ],
]);

export function readAccountNews(change: Change): Item {
  const read = ACCOUNT_FIELDS.get(change.field)!;
  return {
    event: { type: 'channel_notice', field: change.field, ...read(change.value), at: change.at() },
    key: change.fingerprint(change.value),
  };
}

/** `value.errors[]` with nothing beside it: trouble of the number as a whole. */
export function readValueError(change: Change, item: unknown): Item {
  if (!isObject(item)) throw new Fault('bad_item', 'the error is no object');
  const { reason, providerCode, providerDetail } = failureOf(item);
  const detail = providerDetail === null ? reason : `${reason} ${providerDetail}`;
  const code = `error_${providerCode ?? 'unknown'}`;
  return {
    event: { type: 'channel_notice', field: change.field, code, detail, status: null, at: change.at() },
    key: change.fingerprint(item),
  };
}

/** `user_preferences[]`: the guest stopped or allowed marketing. */
export function readPreference(change: Change, item: unknown): Item {
  if (!isObject(item)) throw new Fault('bad_item', 'the preference is no object');
  const userId = optionalId(item['user_id'], 'user_id');
  const phone = optionalId(item['wa_id'], 'wa_id');
  if (userId === null && phone === null)
    throw new Fault('missing_sender', 'neither wa_id nor user_id says whose choice it is');
  const allowed = ALLOWED.get(item['value']);
  if (allowed === undefined) throw new Fault('unknown_preference', 'the choice is neither stop, resume nor signup');
  const topic = words(item['category']) ?? 'marketing_messages';
  const who = change.identity(userId, phone);
  return {
    event: { type: 'preference_changed', who, topic, allowed, at: time(item['timestamp']) },
    key: change.fingerprint(item),
  };
}

const ALLOWED = new Map<unknown, boolean>([
  ['stop', false],
  ['resume', true],
  ['signup', true],
]);

/** `user_id_update[]`: the guest's user id was made anew. */
export function readUserIdUpdate(change: Change, item: unknown): Item {
  const ids = isObject(item) && isObject(item['user_id']) ? item['user_id'] : null;
  if (!isObject(item) || ids === null) throw new Fault('missing_identity', 'user_id is no object');
  const previous = { userId: requiredId(ids['previous'], 'user_id.previous', 'missing_identity'), phone: null };
  const next = {
    userId: requiredId(ids['current'], 'user_id.current', 'missing_identity'),
    phone: optionalId(item['wa_id'], 'wa_id'),
  };
  return {
    event: { type: 'identity_changed', providerId: null, previous, next, at: time(item['timestamp']) },
    key: change.fingerprint(item),
  };
}

const plain = (code: string, detail: string): Notice => ({ code, detail, status: null });

/** A provider's constant as a stable code of ours: `REJECTED` → `rejected`. */
function codeOf(value: unknown): string {
  return words(value)?.slice(0, 100).toLowerCase().replace(/\W+/g, '_') ?? 'changed';
}

/** A provider's constant for people: `INVALID_FORMAT` → `invalid format`. */
function shown(value: unknown): string {
  return words(value)?.slice(0, 500).replaceAll('_', ' ').toLowerCase() ?? 'not told';
}

function template(value: JsonObject): string {
  const language = words(value['message_template_language']);
  return `${words(value['message_template_name']) ?? String(value['message_template_id'])}${language ? ` (${language})` : ''}`;
}

function templateStatus(value: JsonObject): Notice {
  const reason = words(value['reason']);
  const why = reason && reason !== 'NONE' ? ` (${shown(reason)})` : '';
  const advice = isObject(value['rejection_info']) ? words(value['rejection_info']['recommendation']) : null;
  const more = isObject(value['other_info']) ? words(value['other_info']['description']) : null;
  const rest = [advice, more].filter((text) => text !== null).join(' ');
  return plain(
    codeOf(value['event']),
    `Template ${template(value)}: ${shown(value['event'])}${why}.${rest ? ` ${rest}` : ''}`,
  );
}

function templateQuality(value: JsonObject): Notice {
  const { previous_quality_score: before, new_quality_score: after } = value;
  return plain(
    'quality_changed',
    `Quality of template ${template(value)} went from ${shown(before)} to ${shown(after)}.`,
  );
}

function templateCategory(value: JsonObject): Notice {
  const before = words(value['previous_category']);
  const from = before ? ` from ${shown(before)}` : '';
  return plain(
    'category_changed',
    `Category of template ${template(value)} went${from} to ${shown(value['new_category'])}.`,
  );
}

function accountAlert(value: JsonObject): Notice {
  const alert = isObject(value['alert_info']) ? value['alert_info'] : {};
  const told = words(alert['alert_description']) ?? shown(alert['alert_type']);
  return plain(codeOf(alert['alert_type']), `${shown(alert['alert_severity'])}: ${told}`);
}

function numberQuality(value: JsonObject): Notice {
  const limit = words(value['current_limit']);
  return plain(
    codeOf(value['event']),
    `The number’s standing changed: ${shown(value['event'])}${limit ? `, limit ${shown(limit)}` : ''}.`,
  );
}

function limits(value: JsonObject): string {
  const told = Object.entries(value).flatMap(([name, limit]) =>
    typeof limit === 'number' || typeof limit === 'string' ? [`${shown(name)} ${limit}`] : [],
  );
  return told.length > 0 ? `: ${told.join(', ')}` : '';
}

const STATUS_OF_EVENT = new Map<unknown, Notice['status']>([
  ['ACCOUNT_DELETED', 'disconnected'],
  ['PARTNER_REMOVED', 'disconnected'],
  ['PARTNER_APP_UNINSTALLED', 'disconnected'],
  ['ACCOUNT_OFFBOARDED', 'disconnected'],
  ['ACCOUNT_RECONNECTED', 'connected'],
]);

const STATUS_OF_BAN = new Map<unknown, Notice['status']>([
  ['DISABLE', 'error'],
  ['REINSTATE', 'connected'],
]);

/** Only what stops the channel changes its status; a warning or a limit is told and changes nothing. */
function accountUpdate(value: JsonObject): Notice {
  const { event, ban_info: ban, violation_info: violation, disconnection_info: disconnection } = value;
  const facts = [
    isObject(ban) ? words(ban['waba_ban_state']) : null,
    isObject(violation) ? words(violation['violation_type']) : null,
    isObject(disconnection) ? words(disconnection['reason']) : null,
    ...objects(value['restriction_info']).map((restriction) => words(restriction['restriction_type'])),
  ].filter((fact) => fact !== null);
  const banned = event === 'DISABLED_UPDATE' && isObject(ban) ? STATUS_OF_BAN.get(ban['waba_ban_state']) : undefined;
  return {
    code: codeOf(event),
    detail: `WhatsApp account: ${shown(event)}${facts.length > 0 ? ` (${facts.map(shown).join(', ')})` : ''}.`,
    status: banned ?? STATUS_OF_EVENT.get(event) ?? null,
  };
}
