import { useEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { useDesk } from '../store/desk.js';
import { useContentWords } from './use-preview.js';

const READ_ALOUD = 120;
const SUMMARY_MS = 5_000;
const LOST_MS = 10_000;

/** Two live regions, always there: what arrived, politely; what went wrong, at once. */
export function Announcer({ conversationId }: { conversationId: string | null }) {
  const { t } = useTranslation();
  const words = useContentWords();
  const [polite, setPolite] = useState('');
  const [assertive, setAssertive] = useState('');
  const news = useDesk((state) => state.news);
  const offlineSince = useDesk((state) => state.offlineSince);
  const refused = useDesk((state) => {
    for (const send of state.pending.values()) if (send.state === 'refused') return send.clientId;
    return null;
  });
  const others = useRef({
    messages: 0,
    conversations: new Set<string>(),
    timer: undefined as ReturnType<typeof setTimeout> | undefined,
  });

  useEffect(() => {
    if (!news) return;
    if (news.conversationId === conversationId) {
      const said = [...words(news.message.content)].slice(0, READ_ALOUD).join('');
      setPolite(`${news.message.author.name ?? t('bubble.guest')}: ${said}`);
      return;
    }
    const heap = others.current;
    heap.messages += 1;
    heap.conversations.add(news.conversationId);
    heap.timer ??= setTimeout(() => {
      const conversations = t('announce.conversations', { count: heap.conversations.size });
      setPolite(t('announce.others', { count: heap.messages, conversations }));
      others.current = { messages: 0, conversations: new Set(), timer: undefined };
    }, SUMMARY_MS);
    // Told once per message, in whatever language is shown then.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [news]);

  useEffect(() => {
    if (refused) setAssertive(t('announce.refused'));
  }, [refused, t]);
  useEffect(() => {
    if (offlineSince === null) return;
    const timer = setTimeout(() => setAssertive(t('announce.offline')), LOST_MS);
    return () => clearTimeout(timer);
  }, [offlineSince, t]);

  return (
    <div className="sr-only">
      <p aria-live="polite">{polite}</p>
      <p aria-live="assertive">{assertive}</p>
    </div>
  );
}
