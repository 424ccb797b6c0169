import { useEffect, useRef } from 'react';
import type { Named } from '../api/types.js';
import { useTranslation } from '../i18n/use-translation.js';
import { Button } from '../ui/button.js';

/** Whoever works for several hotels says which one it is today. */
export function HotelChoice({
  hotels,
  onChoose,
  onBack,
}: {
  hotels: Named[];
  onChoose: (id: string) => void;
  onBack?: () => void;
}) {
  const { t } = useTranslation();
  const first = useRef<HTMLButtonElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div>
      <p className="mb-3 text-15 text-ink-2">{t('login.chooseHotel')}</p>
      <ul className="border-y border-line">
        {hotels.map((hotel, index) => (
          <li key={hotel.id} className="border-b border-line last:border-0">
            <button
              ref={index === 0 ? first : undefined}
              type="button"
              className="w-full px-2 py-3 text-start font-serif text-18 hover:bg-accent-soft"
              onClick={() => onChoose(hotel.id)}
            >
              {hotel.name}
            </button>
          </li>
        ))}
      </ul>
      {onBack && (
        <Button className="mt-4 -ms-3" onClick={onBack}>
          {t('common.back')}
        </Button>
      )}
    </div>
  );
}
