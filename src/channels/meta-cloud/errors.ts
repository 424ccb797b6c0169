import type { FailureCode, SendFailure } from '../send-outcome.js';
import { isObject, words, type JsonObject } from './json.js';

interface Meaning {
  code: FailureCode;
  reason: string;
  passes: boolean;
  scope: SendFailure['scope'];
  /** Meta's documented waiting time, where it names one */
  waitMs?: number;
}

const final = (code: FailureCode, scope: SendFailure['scope'], reason: string): Meaning => ({
  code,
  reason,
  passes: false,
  scope,
});
const passing = (code: FailureCode, scope: SendFailure['scope'], reason: string, waitMs?: number): Meaning => ({
  code,
  reason,
  passes: true,
  scope,
  ...(waitMs === undefined ? {} : { waitMs }),
});

const HOUR = 3_600_000;

const TOKEN = final(
  'connection_expired',
  'channel',
  'WhatsApp no longer accepts this channel’s access. An administrator must connect it again.',
);
const DOWN = passing('provider_unavailable', 'channel', 'WhatsApp is not available right now.');
const HICCUP = passing('provider_unavailable', 'message', 'WhatsApp had a problem with this message.');
const BUSY = passing('too_fast', 'channel', 'Too many messages are going out from this number at once.');
const CALLS = passing('too_fast', 'channel', 'Too many requests went to WhatsApp in a short time.');
const CONTENT = final('message_invalid', 'message', 'WhatsApp does not accept the content of this message.');
const FLOW = final('message_invalid', 'message', 'The form in this message is not available.');
const TEMPLATE = final('template_invalid', 'message', 'The template does not fit what was filled in.');
const RESTRICTED = final(
  'account_restricted',
  'channel',
  'WhatsApp has restricted this account. An administrator must act.',
);
const SPAM = final(
  'account_restricted',
  'channel',
  'WhatsApp holds this number back because guests blocked or reported it.',
);
const PAYMENT = final(
  'payment_problem',
  'channel',
  'There is a problem with the payment method of the WhatsApp account.',
);
const REGISTRATION = final('number_not_registered', 'channel', 'This number is not registered with WhatsApp.');
const CALLING = final('unknown', 'message', 'WhatsApp refused the call.');
const ACCOUNT_WORK = final('unknown', 'channel', 'WhatsApp refused a change of the account.');
const SYNC = final('unknown', 'channel', 'The history of the phone app cannot be read.');

/** Meta's codes in our words (contract meta-cloud 11); what is not here is told with its number. */
const MEANINGS = new Map<number, Meaning>([
  [0, TOKEN],
  [1, HICCUP],
  [2, DOWN],
  [3, TOKEN],
  [4, CALLS],
  [10, TOKEN],
  [33, final('number_not_registered', 'channel', 'WhatsApp does not know this channel’s number any more.')],
  [100, CONTENT],
  [190, TOKEN],
  [368, RESTRICTED],
  [613, CALLS],
  [80007, CALLS],
  [130403, final('recipient_invalid', 'guest', 'The hotel has blocked this guest on WhatsApp.')],
  [130429, BUSY],
  [
    130472,
    final(
      'not_delivered_by_choice',
      'guest',
      'WhatsApp held this message back: the guest is part of an experiment of theirs.',
    ),
  ],
  [130497, final('country_not_allowed', 'guest', 'This account may not write to guests in that country.')],
  [131000, HICCUP],
  [131005, TOKEN],
  [131008, CONTENT],
  [131009, CONTENT],
  [131016, DOWN],
  [131021, final('recipient_invalid', 'guest', 'The number of the guest is the number of the hotel.')],
  [131026, final('not_on_whatsapp', 'guest', 'The guest cannot be reached on WhatsApp. Try another way.')],
  [131030, final('not_allowed_in_test', 'guest', 'This is a test number: the guest is not on its list of recipients.')],
  [131031, RESTRICTED],
  [131037, final('account_restricted', 'channel', 'WhatsApp has not approved the name of this number yet.')],
  [131042, PAYMENT],
  [131044, PAYMENT],
  [131045, REGISTRATION],
  [131047, final('window_closed', 'guest', 'The guest wrote more than 24 hours ago. Only a template can be sent.')],
  [131048, SPAM],
  [
    131049,
    final(
      'not_delivered_by_choice',
      'guest',
      'WhatsApp held this message back: the guest gets enough advertising already.',
    ),
  ],
  [131050, final('guest_opted_out', 'guest', 'The guest does not want advertising from this number.')],
  [131051, CONTENT],
  [131052, final('media_refused', 'message', 'WhatsApp could not load the file.')],
  [131053, final('media_refused', 'message', 'WhatsApp does not accept the file.')],
  [131055, CONTENT],
  [131056, passing('too_fast', 'guest', 'Too many messages went to this guest in a short time.', 6_000)],
  [131057, passing('provider_unavailable', 'channel', 'WhatsApp is working on this account for a moment.', 60_000)],
  [131060, final('unknown', 'message', 'This message is not available.')],
  [
    131062,
    final(
      'recipient_invalid',
      'message',
      'This kind of message can only go to a phone number, and the guest’s is not known.',
    ),
  ],
  [131063, final('template_invalid', 'message', 'Advertising templates are switched off for this number.')],
  [
    131064,
    final('account_restricted', 'channel', 'WhatsApp limits this account because of how its templates are classified.'),
  ],
  [132000, TEMPLATE],
  [132001, final('template_missing', 'message', 'This template does not exist in that language, or is not approved.')],
  [132005, final('template_invalid', 'message', 'The filled-in template is too long.')],
  [132007, final('template_invalid', 'message', 'The template breaks WhatsApp’s rules.')],
  [132008, TEMPLATE],
  [132012, TEMPLATE],
  [132015, final('template_paused', 'message', 'WhatsApp has paused this template because guests did not like it.')],
  [
    132016,
    final('template_paused', 'message', 'WhatsApp has switched this template off because guests did not like it.'),
  ],
  [132018, TEMPLATE],
  [132068, FLOW],
  [132069, passing('too_fast', 'message', 'The form in this message was sent too often.', HOUR)],
  [133000, REGISTRATION],
  [133004, DOWN],
  [133005, REGISTRATION],
  [133006, REGISTRATION],
  [133008, REGISTRATION],
  [133009, REGISTRATION],
  [133010, REGISTRATION],
  [133015, REGISTRATION],
  [133016, final('number_not_registered', 'channel', 'This number was registered too often; WhatsApp wants a pause.')],
  [134011, PAYMENT],
  [135000, CONTENT],
  [137000, final('identity_changed', 'guest', 'The guest’s security key has changed: make sure who it is.')],
  [2593107, SYNC],
  [2593108, SYNC],
  [2593109, SYNC],
  [2388019, final('template_invalid', 'channel', 'The account has as many templates as it may have.')],
  [2494100, passing('provider_unavailable', 'channel', 'WhatsApp is working on this account for a moment.')],
]);

/** Families of codes that mean the same, for what has no line above. */
const RANGES: [from: number, to: number, meaning: Meaning][] = [
  [200, 299, TOKEN],
  [138_000, 138_018, CALLING],
  [139_000, 139_004, FLOW],
  [139_100, 139_103, ACCOUNT_WORK],
  [147_001, 147_005, ACCOUNT_WORK],
  [2_388_000, 2_388_999, final('template_invalid', 'message', 'WhatsApp did not accept the template.')],
];

/**
 * A Graph error, from an answer or a webhook, as our failure. `retryAfterMs` is what the answer's
 * header says; it wins over the code's usual wait.
 */
export function failureOf(error: unknown, retryAfterMs: number | null = null): SendFailure {
  const told: JsonObject = isObject(error) ? error : {};
  const code = numeric(told['code']);
  const meaning = meaningOf(code, numeric(told['error_subcode'])) ?? unmapped(code, told['is_transient'] === true);
  const { code: ours, reason, passes, scope, waitMs } = meaning;
  const retry = passes ? (retryAfterMs ?? waitMs ?? null) : null;
  const providerCode = code === null ? null : String(code);
  return { code: ours, reason, passes, retryAfterMs: retry, scope, providerCode, providerDetail: detailOf(told) };
}

function meaningOf(code: number | null, subcode: number | null): Meaning | undefined {
  if (code === null) return undefined;
  // "Object with ID … does not exist" comes as 100 with subcode 33: the number is gone, the content is fine.
  const key = code === 100 && subcode === 33 ? 33 : code;
  return MEANINGS.get(key) ?? RANGES.find(([from, to]) => key >= from && key <= to)?.[2];
}

function unmapped(code: number | null, transient: boolean): Meaning {
  const reason = code === null ? 'WhatsApp refused it.' : `WhatsApp refused it (${code}).`;
  return { code: 'unknown', reason, passes: transient, scope: 'message' };
}

function detailOf(error: JsonObject): string | null {
  const data = error['error_data'];
  const details = words(isObject(data) ? data['details'] : data) ?? words(error['error_user_msg']);
  const title = words(error['message']) ?? words(error['title']);
  if (title === null || details === null || title === details) return details ?? title;
  return `${title}: ${details}`;
}

function numeric(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : null;
}
