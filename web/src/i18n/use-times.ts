import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from './use-translation.js';
import { hotelQuery } from '../api/queries.js';
import { spanOf } from '../lib/waiting-clock.js';
import { dateLocale, timesIn, type Times } from '../lib/time.js';

/** The hotel's clock. Until the hotel is known, the browser's own zone has to do. */
export function useTimes(): Times {
  const { language } = useTranslation();
  const zone = useQuery(hotelQuery).data?.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return useMemo(() => timesIn(dateLocale(language), zone), [language, zone]);
}

/** "6 min", "1 h 35", "3 days" */
export function useSpan(): (minutes: number) => string {
  const { t } = useTranslation();
  return (minutes) => {
    const span = spanOf(minutes);
    switch (span.unit) {
      case 'now':
        return t('span.now');
      case 'minutes':
        return t('span.minutes', { count: span.value });
      case 'hours':
        return span.rest
          ? t('span.hoursMinutes', { hours: span.value, minutes: String(span.rest).padStart(2, '0') })
          : t('span.hours', { count: span.value });
      case 'days':
        return t('span.days', { count: span.value });
    }
  };
}
