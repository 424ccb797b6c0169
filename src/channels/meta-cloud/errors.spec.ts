import { describe, expect, it } from 'vitest';

import { FAILURE_CODES, type FailureCode } from '../send-outcome.js';
import { failureOf } from './errors.js';

type Row = [code: number, failure: FailureCode, passes: boolean, scope: 'message' | 'guest' | 'channel'];

const rows = (codes: number[], ...rest: [FailureCode, boolean, Row[3]]): Row[] => codes.map((code) => [code, ...rest]);

/** Every code of section 11 of the contract. */
const TABLE: Row[] = [
  ...rows([0, 3, 10, 190, 200, 250, 299, 131005], 'connection_expired', false, 'channel'),
  ...rows([1, 131000], 'provider_unavailable', true, 'message'),
  ...rows([2, 131016, 131057, 133004, 2494100], 'provider_unavailable', true, 'channel'),
  ...rows([4, 613, 80007, 130429], 'too_fast', true, 'channel'),
  ...rows(
    [33, 131045, 133000, 133005, 133006, 133008, 133009, 133010, 133015, 133016],
    'number_not_registered',
    false,
    'channel',
  ),
  ...rows([100, 131008, 131009, 131051, 131055, 132068, 135000, 139000, 139004], 'message_invalid', false, 'message'),
  ...rows([368, 131031, 131037, 131048, 131064], 'account_restricted', false, 'channel'),
  ...rows([130403, 131021], 'recipient_invalid', false, 'guest'),
  ...rows([131062], 'recipient_invalid', false, 'message'),
  ...rows([130472, 131049], 'not_delivered_by_choice', false, 'guest'),
  ...rows([130497], 'country_not_allowed', false, 'guest'),
  ...rows([131026], 'not_on_whatsapp', false, 'guest'),
  ...rows([131030], 'not_allowed_in_test', false, 'guest'),
  ...rows([131042, 131044, 134011], 'payment_problem', false, 'channel'),
  ...rows([131047], 'window_closed', false, 'guest'),
  ...rows([131050], 'guest_opted_out', false, 'guest'),
  ...rows([131052, 131053], 'media_refused', false, 'message'),
  ...rows([131056], 'too_fast', true, 'guest'),
  ...rows([131060, 138000, 138018], 'unknown', false, 'message'),
  ...rows([131063, 132000, 132005, 132007, 132008, 132012, 132018, 2388001], 'template_invalid', false, 'message'),
  ...rows([2388019], 'template_invalid', false, 'channel'),
  ...rows([132001], 'template_missing', false, 'message'),
  ...rows([132015, 132016], 'template_paused', false, 'message'),
  ...rows([132069], 'too_fast', true, 'message'),
  ...rows([137000], 'identity_changed', false, 'guest'),
  ...rows([139100, 139103, 147001, 147005, 2593107, 2593108, 2593109], 'unknown', false, 'channel'),
];

describe('why WhatsApp refuses', () => {
  it.each(TABLE)('C3: %i is %s (passes: %s, affects the %s)', (code, failure, passes, scope) => {
    const told = failureOf({ code, title: 'Title', error_data: { details: 'Details.' } });
    expect(told).toMatchObject({
      code: failure,
      passes,
      scope,
      providerCode: String(code),
      providerDetail: 'Title: Details.',
    });
    expect(FAILURE_CODES).toContain(told.code);
    expect(told.reason).toMatch(/^[A-Z].+\.$/);
    expect(told.reason).not.toMatch(/\d{4,}|null|undefined/);
  });

  it('C3: a code nobody explained is told with its number', () => {
    expect(failureOf({ code: 131999, message: 'New' })).toMatchObject({
      code: 'unknown',
      reason: 'WhatsApp refused it (131999).',
      passes: false,
      providerCode: '131999',
    });
    expect(failureOf({ code: 131999, is_transient: true })).toMatchObject({ passes: true });
  });

  it.each([undefined, null, 'no', [], {}, { code: {} }, { code: '131x' }])('C3: %j is still an answer', (error) => {
    expect(failureOf(error)).toMatchObject({ code: 'unknown', reason: 'WhatsApp refused it.', providerCode: null });
  });

  it('C3: a number that is gone is no fault of the message', () => {
    expect(failureOf({ code: 100, error_subcode: 33 })).toMatchObject({
      code: 'number_not_registered',
      providerCode: '100',
    });
  });

  it('E19: what the answer says about waiting wins over the usual wait, and only where waiting helps', () => {
    expect(failureOf({ code: 131056 }).retryAfterMs).toBe(6_000);
    expect(failureOf({ code: 131056 }, 90_000).retryAfterMs).toBe(90_000);
    expect(failureOf({ code: 131047 }, 90_000).retryAfterMs).toBeNull();
  });

  it('C3: reads details that are plain text, and says nothing twice', () => {
    expect(failureOf({ code: 100, message: 'A', error_data: 'B' }).providerDetail).toBe('A: B');
    expect(failureOf({ code: 100, message: 'A', title: 'A' }).providerDetail).toBe('A');
  });
});
