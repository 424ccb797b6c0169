import { useCallback, useEffect, useRef, useState } from 'react';
import { uuid } from '../lib/uuid.js';
import {
  listen,
  markRead,
  readGuests,
  readHotelName,
  readMessages,
  say,
  type PhoneGuest,
  type PhoneMessage,
  type Said,
} from './api.js';

/** Something typed here that the hotel has not got yet. */
export interface Outgoing {
  key: string;
  said: Said;
  words: string;
  at: string;
  failed: boolean;
}

/** Everything the page shows: the phones, the one in hand, and what is on it. */
export function usePhone() {
  const [hotel, setHotel] = useState<string | null>(null);
  const [guests, setGuests] = useState<PhoneGuest[] | null>(null);
  const [guestId, setGuestId] = useState<string | null>(() => new URLSearchParams(location.search).get('guest'));
  const [messages, setMessages] = useState<PhoneMessage[] | null>(null);
  const [outgoing, setOutgoing] = useState<Outgoing[]>([]);
  const [news, setNews] = useState<ReadonlySet<string>>(new Set());
  const [lost, setLost] = useState(false);
  const inHand = useRef<string | null>(guestId);

  const read = useCallback(async (id: string) => {
    const told = await readMessages(id);
    if (inHand.current !== id) return;
    setMessages(told);
    if (told.some((one) => one.from === 'hotel' && one.status !== 'read') && document.visibilityState === 'visible') {
      await markRead(id);
    }
  }, []);

  const pick = useCallback(
    (id: string | null) => {
      inHand.current = id;
      setGuestId(id);
      setMessages(null);
      setOutgoing([]);
      if (id === null) return;
      setNews((before) => new Set([...before].filter((one) => one !== id)));
      void read(id).catch(() => setLost(true));
    },
    [read],
  );

  useEffect(() => {
    const begin = async (): Promise<void> => {
      const [name, told] = await Promise.all([readHotelName(), readGuests()]);
      setHotel(name);
      setGuests(told);
      setLost(false);
      const known = told.some((one) => one.id === inHand.current);
      if (inHand.current && known) await read(inHand.current);
      else if (inHand.current || matchMedia('(min-width: 48rem)').matches) {
        const first = told[0]?.id ?? null;
        if (first) show(first, pick, true);
      }
    };
    const stop = listen(
      (id) => {
        if (id === inHand.current) void read(id).catch(() => setLost(true));
        else setNews((before) => new Set(before).add(id));
      },
      () => void begin().catch(() => setLost(true)),
      () => setLost(true),
    );
    // The list is read without waiting for the stream to open.
    void begin().catch(() => setLost(true));
    const onPop = (): void => pick(new URLSearchParams(location.search).get('guest'));
    const onVisible = (): void => {
      if (document.visibilityState === 'visible' && inHand.current)
        void read(inHand.current).catch(() => setLost(true));
    };
    window.addEventListener('popstate', onPop);
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      stop();
      window.removeEventListener('popstate', onPop);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [pick, read]);

  const post = useCallback(
    async (id: string, one: Outgoing) => {
      try {
        await say(id, one.said);
        await read(id);
        setOutgoing((before) => before.filter((other) => other.key !== one.key));
      } catch {
        setOutgoing((before) => before.map((other) => (other.key === one.key ? { ...other, failed: true } : other)));
      }
    },
    [read],
  );
  const speak = useCallback(
    (said: Said, words: string) => {
      const id = inHand.current;
      if (id === null) return;
      const one: Outgoing = { key: uuid(), said, words, at: new Date().toISOString(), failed: false };
      setOutgoing((before) => [...before, one]);
      void post(id, one);
    },
    [post],
  );
  const again = useCallback(
    (one: Outgoing) => {
      if (inHand.current === null) return;
      setOutgoing((before) => before.map((other) => (other.key === one.key ? { ...other, failed: false } : other)));
      void post(inHand.current, one);
    },
    [post],
  );
  const react = useCallback(
    (messageId: string, emoji: string) => {
      const id = inHand.current;
      if (id === null) return;
      setMessages(
        (before) => before?.map((one) => (one.id === messageId ? { ...one, reaction: emoji || null } : one)) ?? null,
      );
      void say(id, { reaction: { messageId, emoji } }).catch(() => read(id));
    },
    [read],
  );

  return {
    /** null: not known yet */
    hotel,
    guests,
    guest: guests?.find((one) => one.id === guestId) ?? null,
    messages,
    outgoing,
    news,
    lost,
    pick: (id: string | null) => show(id, pick, false),
    speak,
    again,
    react,
  };
}

/** The address says whose phone it is: it can be kept, shared, and put beside the desk. */
function show(id: string | null, pick: (id: string | null) => void, replace: boolean): void {
  const address = id === null ? location.pathname : `${location.pathname}?guest=${encodeURIComponent(id)}`;
  if (replace) history.replaceState(null, '', address);
  else history.pushState(null, '', address);
  pick(id);
}
