import type { TFunction } from 'i18next';
import type { SystemContent } from '../api/types.js';

const KNOWN = [
  'assigned',
  'automation_stopped',
  'automation_resumed',
  'closed',
  'department_opened',
  'expired',
  'given_back',
  'handed_over',
  'number_changed',
  'opened',
  'reopened',
  'urgent',
] as const;
type Known = (typeof KNOWN)[number];
const isKnown = (code: string): code is Known => (KNOWN as readonly string[]).includes(code);

/** The desk's own sentences in a thread: a code of the catalogue, filled from `data`. */
export function systemSentence(t: TFunction, { code, data }: SystemContent): string {
  const name = (value: unknown): string => {
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    const named = value as { name?: unknown } | null | undefined;
    return typeof named?.name === 'string' ? named.name : '';
  };
  const words = Object.fromEntries(Object.entries(data ?? {}).map(([key, value]) => [key, name(value)]));
  if (!isKnown(code)) return t('system.other', { code });
  const filled = {
    by: t('system.somebody'),
    from: t('card.general'),
    to: t('card.general'),
    department: '',
    word: '',
    ...dropEmpty(words),
  };
  const sentence = code === 'closed' && !words.by ? t('system.closedBySystem') : t(`system.${code}`, filled);
  return words.note ? `${sentence} “${words.note}”` : sentence;
}

function dropEmpty(words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== ''));
}
