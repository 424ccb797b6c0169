import type { TFunction } from 'i18next';
import type { SystemContent } from '../api/types.js';
import { isCloseReason } from './close-reasons.js';

interface Named {
  id: string | null;
  name: string;
}

/** The desk's own sentences in a thread: `code` chooses one of the catalogue, `data` fills it. */
export function systemSentence(t: TFunction, { code, data }: SystemContent): string {
  const by = named(data.by)?.name ?? t('system.somebody');
  const note = typeof data.note === 'string' && data.note ? ` “${data.note}”` : '';
  switch (code) {
    case 'assigned': {
      const to = named(data.to);
      if (!to) return t('system.givenBack', { by });
      return to.id !== null && to.id === named(data.by)?.id
        ? t('system.taken', { by })
        : t('system.assigned', { by, to: to.name });
    }
    case 'transferred': {
      const from = named(data.from)?.name ?? t('card.general');
      return t('system.transferred', { by, from, to: named(data.to)?.name ?? t('card.general') }) + note;
    }
    case 'closed': {
      const reason = typeof data.reason === 'string' ? data.reason : '';
      const words = isCloseReason(reason) ? t(`close.reasons.${reason}`) : reason;
      return (words ? t('system.closedBecause', { by, reason: words }) : t('system.closed', { by })) + note;
    }
    case 'reopened':
      return t('system.reopened', { by });
    case 'department_opened': {
      const department = named(data.department)?.name ?? t('card.general');
      if (data.because === 'urgent') return t('system.openedUrgent', { department });
      return data.because === 'chosen' ? t('system.chosen', { department }) : t('system.opened', { department });
    }
    case 'guest_called':
      return t('system.guestCalled');
    case 'guest_identity_changed':
      return t('system.identityChanged');
    default:
      return t('system.other', { code });
  }
}

/** People and departments come as `{ id, name }`. */
function named(value: unknown): Named | null {
  if (typeof value !== 'object' || value === null || !('name' in value) || typeof value.name !== 'string') return null;
  return { id: 'id' in value && typeof value.id === 'string' ? value.id : null, name: value.name };
}
