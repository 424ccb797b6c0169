import type { Person } from '../api/types.js';
import { useTimes } from '../i18n/use-times.js';
import { useTranslation } from '../i18n/use-translation.js';

/** How far in somebody is: invited, here before, switched off. */
export function useStanding(): (person: Person) => string {
  const { t } = useTranslation();
  const times = useTimes();
  return ({ active, hasPassword, invitedUntil, lastSeenAt }) => {
    if (!active) return t('team.off');
    if (lastSeenAt !== null) return t('team.lastSeen', { time: times.full(lastSeenAt) });
    if (hasPassword) return t('team.notYetHere');
    if (invitedUntil === null) return t('team.notInvited');
    return Date.parse(invitedUntil) > Date.now()
      ? t('team.invitedUntil', { time: times.full(invitedUntil) })
      : t('team.invitationOver');
  };
}
