import i18next from 'i18next';
import { ApiError } from '../api/problem.js';
import type en from './catalogues/en.json';
import { useTranslation } from './use-translation.js';

type Known = Exclude<keyof (typeof en)['problem'], `limitedFor${string}`>;
const isKnown = (code: string): code is Known => i18next.exists(`problem.${code}`);

/** The sentence for a problem's code; a code without one is shown as it is. */
export function useProblemSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    const code = error instanceof ApiError ? error.code : typeof error === 'string' ? error : 'unexpected';
    if (error instanceof ApiError && code === 'limited' && error.retryAfter) {
      return t('problem.limitedFor', { count: error.retryAfter });
    }
    return isKnown(code) ? t(`problem.${code}`, { code }) : t('problem.unexpected', { code });
  };
}
