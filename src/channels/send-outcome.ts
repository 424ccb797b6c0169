/**
 * Why a send did not go through, in our words: a closed list, each with a sentence and an act on the
 * screens. `channels/meta-cloud/errors.ts` maps the provider's codes to it.
 */
export const FAILURE_CODES = [
  'window_closed', // more than 24 h since the guest wrote: a template is needed
  'not_on_whatsapp', // undeliverable: not on WhatsApp, old client, terms not accepted
  'blocked_by_guest',
  'guest_opted_out', // the guest stopped marketing messages
  'not_delivered_by_choice', // the provider held it back: marketing cap, experiment
  'country_not_allowed',
  'identity_changed', // the guest's security key changed: confirm who it is
  'too_fast', // pair, throughput or call limits: passes
  'provider_unavailable', // downtime, maintenance, unknown server fault: passes
  'provider_unreachable', // no connection for longer than we keep trying
  'not_confirmed', // nobody knows whether it arrived: staff decide
  'template_missing',
  'template_paused',
  'template_invalid',
  'message_invalid', // the provider refuses the content
  'media_refused',
  'recipient_invalid',
  'not_allowed_in_test', // recipient is not in a test number's list
  'connection_expired', // token, permission: an administrator must act
  'account_restricted',
  'payment_problem',
  'number_not_registered',
  'unknown', // a code we have no word for: "WhatsApp refused it (131999)"
] as const;
export type FailureCode = (typeof FAILURE_CODES)[number];

export interface SendFailure {
  code: FailureCode;
  /** one English sentence a receptionist understands; screens translate by `code` */
  reason: string;
  /** true: the same message may go through later; false: final */
  passes: boolean;
  /** how long the provider asks to wait, null where it does not say */
  retryAfterMs: number | null;
  /** what is affected: this message, everything to this guest, or the whole channel */
  scope: 'message' | 'guest' | 'channel';
  /** the provider's own code and words, for administrators */
  providerCode: string | null;
  providerDetail: string | null;
}

export type SendOutcome =
  /** taken by the provider; its ticks come by webhook */
  | { kind: 'accepted'; providerId: string }
  | { kind: 'refused'; failure: SendFailure }
  /** the request went out and no answer came: it may have arrived. Never repeat it blindly. */
  | { kind: 'unknown'; detail: string }
  /** nothing went out (no connection): safe to try again */
  | { kind: 'unreachable'; detail: string };
