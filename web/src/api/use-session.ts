import { useSyncExternalStore } from 'react';
import { onSession, sessionState, type SessionState } from './session.js';
import type { User } from './types.js';

export const useSession = (): SessionState => useSyncExternalStore(onSession, sessionState);

/** The person at the desk; only below a screen that has made sure there is one. */
export function useUser(): User {
  const session = useSession();
  if (!('user' in session)) throw new Error('No user is signed in.');
  return session.user;
}
