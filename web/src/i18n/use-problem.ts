import { useTranslation } from './use-translation.js';
import { ApiError } from '../api/problem.js';

const KNOWN = [
  'answered_meanwhile',
  'assignee_not_allowed',
  'conversation_already_active',
  'conversation_not_active',
  'database_unavailable',
  'department_not_available',
  'forbidden',
  'guest_opted_out',
  'internal_error',
  'invalid_content',
  'invalid_input',
  'limited',
  'media_not_sendable',
  'media_storage_full',
  'media_too_large',
  'media_type_unsupported',
  'message_too_long',
  'not_found',
  'not_retryable',
  'session_ended',
  'unavailable',
  'unreachable',
  'version_conflict',
  'weak_password',
  'window_closed',
] as const;
type Known = (typeof KNOWN)[number];
const isKnown = (code: string): code is Known => (KNOWN as readonly string[]).includes(code);

/** The sentence for a problem's code; a code without one is shown as it is. */
export function useProblemSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    const code = error instanceof ApiError ? error.code : typeof error === 'string' ? error : 'unexpected';
    if (error instanceof ApiError && code === 'limited' && error.retryAfter) {
      return t('problem.limitedFor', { count: error.retryAfter });
    }
    return isKnown(code) ? t(`problem.${code}`) : t('problem.unexpected', { code });
  };
}
