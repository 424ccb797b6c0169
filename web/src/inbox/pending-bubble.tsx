import { useTranslation } from '../i18n/use-translation.js';
import { ApiError } from '../api/problem.js';
import type { ConversationView } from '../api/types.js';
import { useProblemSentence } from '../i18n/use-problem.js';
import { useTimes } from '../i18n/use-times.js';
import { discard, sendAgain } from '../live/outbox.js';
import type { PendingSend } from '../store/desk.js';
import { draftOf, setDraft } from '../store/drafts.js';
import { BubbleContent } from './bubble-content.js';
import { Frame } from './bubble-frame.js';
import { requestFocus } from './focus.js';
import { StatusIcon } from './ticks.js';

/** Painted at once; the server's own row takes its place. */
export function PendingBubble({
  send,
  first,
  conversation,
}: {
  send: PendingSend;
  first: boolean;
  conversation: ConversationView;
}) {
  const { t } = useTranslation();
  const times = useTimes();
  const sentence = useProblemSentence();
  const note = send.content.type === 'note';
  const status = send.state === 'waiting' ? 'on-device' : send.state === 'refused' ? 'failed' : 'queued';

  /** Back into the box, before whatever stands there. */
  const edit = (): void => {
    const kind = note ? 'note' : 'answer';
    const words = send.content.type === 'text' || send.content.type === 'note' ? send.content.text : '';
    const standing = draftOf(conversation.id, kind).text;
    setDraft(conversation.id, kind, { text: standing ? `${words}\n${standing}` : words, replyTo: send.replyTo });
    discard(send.clientId);
    requestFocus(note ? 'note' : 'composer');
  };

  return (
    <Frame
      id={send.clientId}
      side={note ? 'note' : 'out'}
      label={`${t('preview.you')}, ${times.full(send.at)}`}
      author={first ? t('preview.you') : null}
      room={first}
      rising
      meta={
        <>
          <time dateTime={send.at}>{times.clock(send.at)}</time>
          <StatusIcon status={status} />
        </>
      }
      below={
        send.state === 'sending' ? null : (
          <p className={`mt-1 max-w-[44ch] text-end text-13 ${send.state === 'refused' ? 'text-late' : 'text-ink-2'}`}>
            {send.state === 'waiting' ? t('tick.on-device') : sentence(new ApiError(send.problem!))}{' '}
            {send.state === 'refused' && <Word onClick={() => sendAgain(send.clientId)}>{t('bubble.sendAgain')}</Word>}{' '}
            <Word onClick={edit}>{t('bubble.edit')}</Word>{' '}
            <Word onClick={() => discard(send.clientId)}>{t('bubble.discard')}</Word>
          </p>
        )
      }
    >
      <BubbleContent content={send.content} lang={null} from={t('preview.you')} />
    </Frame>
  );
}

function Word({ onClick, children }: { onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      className="ms-1 min-h-6 font-medium text-accent underline underline-offset-2"
      onClick={onClick}
    >
      {children}
    </button>
  );
}
