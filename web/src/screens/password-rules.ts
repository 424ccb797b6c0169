import { ApiError } from '../api/problem.js';
import { useTranslation } from '../i18n/use-translation.js';

/** The server's least; whether a password is soon guessed is for the server to say. */
export const MIN_PASSWORD = 10;

const RULES = ['password_too_short', 'password_too_common', 'password_is_personal'] as const;
type Rule = (typeof RULES)[number];
const isRule = (code: string): code is Rule => (RULES as readonly string[]).includes(code);

/** Why the server took a password for too weak, in words that help; null where that was not the reason. */
export function useWeakness(): (error: unknown) => string | null {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ApiError) || error.code !== 'weak_password') return null;
    const rule = error.problem.errors?.map(({ code }) => code).find(isRule) ?? 'password_too_common';
    return t(`password.rules.${rule}`, { count: MIN_PASSWORD });
  };
}
