import type { Failure } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { FAILURE_CODES } from './failure-codes.js';

type FailureCode = (typeof FAILURE_CODES)[number];
const isKnown = (code: string): code is FailureCode => (FAILURE_CODES as readonly string[]).includes(code);

/** Sending the same thing again cannot help: the sentence names another way. */
const POINTLESS: readonly string[] = [
  'window_closed',
  'not_on_whatsapp',
  'blocked_by_guest',
  'guest_opted_out',
  'country_not_allowed',
  'recipient_invalid',
  'template_missing',
  'template_invalid',
  'message_invalid',
  'media_refused',
];

export function canSendAgain(failure: Failure | null): boolean {
  return failure === null || failure.retryable || !POINTLESS.includes(failure.code);
}

/** Our own words say all there is to say; the provider's would be the same once more. */
export const hasOwnSentence = (code: string): boolean => isKnown(code) && code !== 'unknown';

export function useFailureSentence(): (failure: Failure | null) => string {
  const { t } = useTranslation();
  return (failure) => {
    if (!failure || !isKnown(failure.code)) return t('failure.unmapped', { code: failure?.code ?? '?' });
    return failure.code === 'unknown' ? t('failure.unknown', { reason: failure.reason }) : t(`failure.${failure.code}`);
  };
}
