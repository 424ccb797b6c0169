import type { Urgency } from '../lib/waiting-clock.js';

const COLOUR: Record<Urgency, string> = { calm: 'text-ink-3', soon: 'text-warn', late: 'text-late' };
export const urgencyText = (urgency: Urgency): string => COLOUR[urgency];

/** How much of the target is used up: a quarter, a half, all of it. */
export function Ring({ part }: { part: number }) {
  const r = 5.25;
  const around = 2 * Math.PI * r;
  return (
    <svg viewBox="0 0 14 14" className="size-3.5 shrink-0 -rotate-90" fill="none" aria-hidden="true">
      <circle cx="7" cy="7" r={r} stroke="currentColor" strokeWidth="1.5" opacity=".28" />
      <circle
        cx="7"
        cy="7"
        r={r}
        stroke="currentColor"
        strokeWidth="2.25"
        strokeDasharray={`${part * around} ${around}`}
      />
    </svg>
  );
}
