import { useLocation } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * The one-time token behind the # of a link. It leaves the address at once: nobody reads it over a shoulder or in
 * the history. A link that is pasted while its screen is open counts anew.
 */
export function useLinkToken(path: string): string {
  // The hash alone: who renders again with every address never lets a <Navigate> come to rest.
  const hash = useLocation({ select: (location) => location.hash });
  const given = new URLSearchParams(hash).get('token');
  const [token, setToken] = useState(given ?? '');
  if (given !== null && given !== token) setToken(given);
  useEffect(() => {
    if (given !== null) history.replaceState(history.state, '', path);
  }, [given, path]);
  return token;
}
