import { useMutation } from '@tanstack/react-query';
import { memo } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import { answer, api } from '../api/client.js';
import type { ConversationView, MessageView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { useTimes } from '../i18n/use-times.js';
import { updateDesk, useDesk, withMessages } from '../store/desk.js';
import { setDraft } from '../store/drafts.js';
import { Reply } from '../ui/icons.js';
import { BubbleContent } from './bubble-content.js';
import { Frame, type Side } from './bubble-frame.js';
import { canSendAgain, useFailureSentence } from './failure.js';
import { requestFocus } from './focus.js';
import { ReactionButton } from './reaction-button.js';
import { Reactions } from './reactions.js';
import { StatusIcon } from './ticks.js';
import { useContentWords } from './use-preview.js';

interface Props {
  message: MessageView;
  first: boolean;
  conversation: ConversationView;
  goTo: (messageId: string) => void;
  /** it is the one that was looked for */
  sought: boolean;
}

export const Bubble = memo(function Bubble({ message, first, conversation, goTo, sought }: Props) {
  const { t } = useTranslation();
  const times = useTimes();
  const user = useUser();
  const { content, direction, author } = message;
  const name = author.id === user.id ? t('preview.you') : (author.name ?? t(authorWord(author.kind)));

  if (content.type === 'system' && !message.deletedAt) {
    return (
      <article
        tabIndex={-1}
        data-message={message.id}
        aria-current={sought || undefined}
        className="px-8 py-1.5 text-center text-13 text-ink-2 aria-current:bg-accent-soft"
      >
        <BubbleContent content={content} lang={null} from={name} />{' '}
        <span className="text-12 text-ink-3">{times.clock(message.sentAt)}</span>
      </article>
    );
  }
  const side: Side = content.type === 'note' ? 'note' : direction === 'inbound' ? 'in' : 'out';
  return (
    <Frame
      id={message.id}
      sought={sought}
      side={side}
      label={`${name}, ${times.full(message.sentAt)}`}
      author={first && authorShown() ? name : null}
      room={first}
      quote={message.replyTo ? <Quote replyTo={message.replyTo} chatId={message.chatId} goTo={goTo} /> : null}
      reactions={<Reactions message={message} />}
      meta={
        <>
          {message.sentElsewhere && <span>{t('bubble.elsewhere')}</span>}
          {message.editedAt && !message.deletedAt && <span>{t('bubble.edited')}</span>}
          <time dateTime={message.sentAt} title={times.full(message.sentAt)}>
            {times.clock(message.sentAt)}
          </time>
          {side === 'out' && <StatusIcon status={message.status} />}
        </>
      }
      below={side === 'out' ? <Trouble message={message} /> : null}
      actions={
        side !== 'note' && user.role !== 'viewer' && !message.deletedAt ? (
          <>
            <button
              type="button"
              className="grid size-8 place-items-center rounded-control text-ink-2 hover:bg-line/60 hover:text-ink touch:size-11"
              aria-label={t('bubble.quote')}
              title={t('bubble.quote')}
              onClick={() => {
                setDraft(conversation.id, 'answer', { replyTo: message.id });
                requestFocus('composer');
              }}
            >
              <Reply className="size-4 rtl:-scale-x-100" strokeWidth={1.5} aria-hidden="true" />
            </button>
            {message.providerMessageId && <ReactionButton message={message} />}
          </>
        ) : null
      }
    >
      {message.deletedAt ? (
        <p className="text-ink-2 italic">{t('bubble.deleted', { name })}</p>
      ) : (
        <BubbleContent
          content={content}
          lang={direction === 'inbound' ? conversation.guest?.language : null}
          from={`${name}, ${times.clock(message.sentAt)}`}
          messageId={message.id}
        />
      )}
    </Frame>
  );

  function authorShown(): boolean {
    return side !== 'in' || conversation.kind === 'group';
  }
});

function authorWord(kind: MessageView['author']['kind']) {
  return kind === 'guest' ? 'bubble.guest' : kind === 'user' ? 'bubble.colleague' : 'bubble.automatic';
}

/** The words that are answered; pressing leads to them. */
function Quote({
  replyTo,
  chatId,
  goTo,
}: {
  replyTo: NonNullable<MessageView['replyTo']>;
  chatId: string;
  goTo: (id: string) => void;
}) {
  const { t } = useTranslation();
  const words = useContentWords();
  const { id } = replyTo;
  const quoted = useDesk((state) => state.threads.get(chatId)?.messages.get(id));
  return (
    <button
      type="button"
      disabled={!quoted && replyTo.preview === ''}
      onClick={() => goTo(id)}
      className="mb-1 block w-full rounded-[6px] border-s-2 border-accent bg-ink/5 px-2 py-1 text-start text-13 text-ink-2 enabled:hover:bg-ink/8"
    >
      {quoted?.author.name && <span className="block font-medium text-ink">{quoted.author.name}</span>}
      <span className="line-clamp-2 [overflow-wrap:anywhere]" dir="auto">
        {(quoted ? words(quoted.content) : replyTo.preview) || t('bubble.quotedElsewhere')}
      </span>
    </button>
  );
}

/** Why it did not arrive, in a sentence, and what can be done. */
function Trouble({ message }: { message: MessageView }) {
  const { t } = useTranslation();
  const sentence = useFailureSentence();
  const user = useUser();
  const again = useMutation({
    mutationFn: () => answer(api.POST('/messages/{id}/retry', { params: { path: { id: message.id } } })),
    onSuccess: (next) => next?.id && updateDesk((state) => withMessages(state, next.chatId, [next])),
  });
  const doubtful = message.status === 'unconfirmed';
  if (!doubtful && message.status !== 'failed') return null;
  // The server offers it once nobody can expect a confirmation any more.
  const offered = doubtful ? message.failure !== null : canSendAgain(message.failure);
  const mayRetry = user.role !== 'viewer' && offered;
  return (
    <p className={`mt-1 max-w-[44ch] text-end text-13 ${doubtful ? 'text-ink-2' : 'text-late'}`}>
      {doubtful && !message.failure ? t('tick.unconfirmedLong') : sentence(message.failure)}{' '}
      {mayRetry && (
        <button
          type="button"
          className="min-h-6 font-medium text-accent underline underline-offset-2 disabled:text-ink-3"
          disabled={again.isPending}
          onClick={() => again.mutate()}
        >
          {doubtful ? t('bubble.sendAgainTwice') : t('bubble.sendAgain')}
        </button>
      )}
      {again.error && <span className="block">{t('bubble.retryRefused')}</span>}
    </p>
  );
}
