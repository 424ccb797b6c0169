import { useEffect } from 'react';
import { countAgain, knownFrom, readAgain } from '../api/queries.js';
import { flushOutbox } from './outbox.js';

/** The socket lives as long as the same person is signed in; its code comes beside the first lists. */
export function useLive(userId: string | null): void {
  useEffect(() => {
    if (userId === null) return;
    let stop: (() => void) | undefined;
    let over = false;
    void Promise.all([import('./socket.js'), knownFrom()]).then(([{ startLive }, since]) => {
      if (!over) stop = startLive({ since, readAgain, countAgain, onBack: flushOutbox });
    });
    return () => {
      over = true;
      stop?.();
    };
  }, [userId]);
}
