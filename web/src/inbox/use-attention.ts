import { useEffect } from 'react';
import { acted, lookAt } from '../live/attention.js';

/** Colleagues see who has a conversation before them, as long as somebody is at the page (H1, E9). */
export function useAttention(conversationId: string | null): void {
  useEffect(() => lookAt(conversationId), [conversationId]);
  useEffect(() => {
    const signs = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const sign of signs) window.addEventListener(sign, acted, { passive: true });
    return () => {
      for (const sign of signs) window.removeEventListener(sign, acted);
      lookAt(null);
    };
  }, []);
}
