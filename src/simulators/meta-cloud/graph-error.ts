/** A refusal as the Graph API words it. */
export class GraphError extends Error {
  override readonly name = 'GraphError';

  constructor(
    readonly code: number,
    message: string,
    readonly details: string | null = null,
    readonly subcode: number | null = null,
  ) {
    super(`(#${code}) ${message}`);
  }

  get status(): number {
    if (this.code === 190) return 401;
    if (TOO_MANY.has(this.code)) return 429;
    if (SERVER_SIDE.has(this.code)) return this.code === 131016 ? 503 : 500;
    return this.code === 10 || (this.code >= 200 && this.code <= 299) ? 403 : 400;
  }

  toJSON(): unknown {
    const { code, message, details, subcode } = this;
    const data = details === null ? {} : { error_data: { messaging_product: 'whatsapp', details } };
    const sub = subcode === null ? {} : { error_subcode: subcode };
    return { error: { message, type: 'OAuthException', code, ...data, ...sub, fbtrace_id: 'ASimulatedTraceIdOfMeta' } };
  }

  /** The same in the shape of webhooks, where `message` repeats the title. */
  forWebhook(): unknown {
    const title = this.message.replace(/^\(#\d+\) /, '');
    return {
      code: this.code,
      title,
      message: title,
      error_data: { details: this.details ?? title },
      href: 'https://developers.facebook.com/documentation/business-messaging/whatsapp/support/error-codes',
    };
  }
}

const TOO_MANY = new Set([4, 613, 80007, 130429, 131048, 131056]);
const SERVER_SIDE = new Set([1, 2, 131000, 131016, 133004]);

const TITLES = new Map<number, [title: string, details: string]>([
  [0, ['AuthException', 'We were unable to authenticate the app user.']],
  [2, ['API Service', 'Temporary due to downtime or due to being overloaded.']],
  [
    130429,
    [
      'Rate limit hit',
      'Message failed to send because there were too many messages sent from this phone number in a short period of time',
    ],
  ],
  [131000, ['Something went wrong', 'Message failed to send due to an unknown error.']],
  [131016, ['Service unavailable', 'A service is temporarily unavailable.']],
  [131026, ['Message undeliverable', 'Message Undeliverable.']],
  [
    131047,
    ['Re-engagement message', 'More than 24 hours have passed since the recipient last replied to the sender number.'],
  ],
  [
    131056,
    [
      '(Business Account, Consumer Account) pair rate limit hit',
      'Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time.',
    ],
  ],
  [190, ['Invalid OAuth access token - Cannot parse access token', 'Access token could not be decrypted']],
]);

export function graphError(code: number): GraphError {
  const [title, details] = TITLES.get(code) ?? [`Error ${code}`, `Simulated error ${code}.`];
  return new GraphError(code, title, details);
}
