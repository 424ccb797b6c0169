import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from '../i18n/use-translation.js';
import type { ContentToSend, ConversationView } from '../api/types.js';
import { useUser } from '../api/use-session.js';
import { isSend } from '../lib/keys.js';
import { useNow } from '../lib/now.js';
import { codePoints, COUNT_FROM, firstNameOf, hasControlCharacters, MAX_MESSAGE_LENGTH } from '../lib/text.js';
import { writes, writesNoMore } from '../live/attention.js';
import { send } from '../live/outbox.js';
import { useAttachments } from '../store/attachments.js';
import { useColleagues } from '../store/colleagues.js';
import { useDesk } from '../store/desk.js';
import { setDraft, useDraft, type DraftKind } from '../store/drafts.js';
import { Button, IconButton } from '../ui/button.js';
import { SendHorizontal, X } from '../ui/icons.js';
import { AttachButton, filesOf, withUploads } from './attach.js';
import { onFocusRequest, takeFocus } from './focus.js';
import { useInbox } from './inbox-context.js';
import { useContentWords } from './use-preview.js';

const AttachmentTray = lazy(async () => ({ default: (await import('./attachment-tray.js')).AttachmentTray }));

export function Composer({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const user = useUser();
  if (user.role === 'viewer') {
    return (
      <p className="shrink-0 border-t border-line bg-surface px-5 py-5 text-center text-14 text-ink-2">
        {t('composer.viewer')}
      </p>
    );
  }
  return <Box conversation={conversation} />;
}

function Box({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const { open } = useInbox();
  const [kind, setKind] = useState<DraftKind>('answer');
  const [refused, setRefused] = useState<string | null>(null);
  const draft = useDraft(conversation.id, kind);
  const attached = useAttachments(conversation.id);
  const files = kind === 'answer' ? attached : [];
  const box = useRef<HTMLTextAreaElement>(null);
  const { windowClosesAt } = conversation;
  const windowClosed = useNow((now) => windowClosesAt !== null && Date.parse(windowClosesAt) <= now);
  const locked = kind === 'answer' && windowClosed;
  const length = codePoints(draft.text);
  // H2: whoever writes at the same time is named once before both answer; sending is never forbidden, people walk away.
  const { writing } = useColleagues(conversation.id);
  const [asked, setAsked] = useState('');
  const asks = kind === 'answer' && writing !== '' && asked === writing;
  const firstName = conversation.kind === 'person' ? firstNameOf(conversation.name) : conversation.name;

  useEffect(() => {
    const attend = (): void => {
      const focus = takeFocus(conversation.id, 'composer', 'note');
      if (!focus) return;
      setKind(focus === 'note' ? 'note' : 'answer');
      // At once, or the first letter typed would be lost; and again for a box that is only drawn now.
      box.current?.focus();
      requestAnimationFrame(() => box.current?.focus());
    };
    attend();
    return onFocusRequest(attend);
  }, [conversation.id]);
  useGrowing(box, draft.text, kind);

  const waitsForFiles = files.some((one) => !one.media && !one.problem);
  const sendable = !locked && !waitsForFiles && (draft.text.trim() !== '' || files.some((one) => one.media));
  const attach = (chosen: File[]): void => {
    if (chosen.length > 0 && kind === 'answer') withUploads((uploads) => uploads.attach(conversation.id, chosen));
  };

  const submit = (): void => {
    const text = draft.text.trim();
    if (!sendable) return;
    if (length > MAX_MESSAGE_LENGTH) return setRefused(t('composer.tooLong', { count: length - MAX_MESSAGE_LENGTH }));
    if (hasControlCharacters(text)) return setRefused(t('composer.control'));
    setRefused(null);
    if (kind === 'answer' && writing !== '' && !asks) return setAsked(writing);
    setAsked('');
    const content: ContentToSend = kind === 'note' ? { type: 'note', text, mentions: [] } : { type: 'text', text };
    const replyTo = kind === 'answer' ? draft.replyTo : null;
    const onMoved = (moved: string): void => open(moved, { replace: true, focus: 'composer' });
    if (files.length > 0) withUploads((uploads) => uploads.sendAttached(conversation, text, replyTo, onMoved));
    else send(conversation, content, replyTo, onMoved);
    writesNoMore(conversation.id);
    setDraft(conversation.id, kind, { text: '', replyTo: null });
    box.current?.focus();
  };

  return (
    <div
      id="composer"
      data-composer={kind}
      onPaste={(event) => attach(filesOf(event.clipboardData, event))}
      onDragOver={(event) => event.dataTransfer.types.includes('Files') && event.preventDefault()}
      onDrop={(event) => attach(filesOf(event.dataTransfer, event))}
      className={`shrink-0 border-t border-line pb-[env(safe-area-inset-bottom)] transition-colors duration-120 ${kind === 'note' ? 'bg-note' : 'bg-surface'}`}
    >
      <div className="flex items-center gap-1 ps-3 pe-5 pt-1.5">
        <KindTab kind="answer" chosen={kind} onChoose={setKind}>
          {t('composer.answer')}
        </KindTab>
        <KindTab kind="note" chosen={kind} onChoose={setKind}>
          {t('composer.note')}
        </KindTab>
        <p className={`ms-auto truncate ps-3 text-12 ${kind === 'note' ? 'text-note-ink' : 'text-ink-3'}`}>
          {kind === 'note' ? t('bubble.noteOnlyStaff') : <AsWhom conversation={conversation} />}
        </p>
      </div>
      {kind === 'answer' && draft.replyTo && <Quoted conversation={conversation} messageId={draft.replyTo} />}
      {locked ? (
        <div className="px-5 pt-2 pb-5">
          <p className="font-serif text-15" role="status">
            {t('composer.windowClosed', { name: firstName })}
          </p>
          <p className="mt-1 text-13 text-ink-2">{t('composer.onlyTemplate')}</p>
          {draft.text && (
            <p className="mt-2 border-s-2 border-line-strong ps-2 text-13 text-ink-2" dir="auto">
              {t('composer.draftKept')} “{draft.text}”
            </p>
          )}
        </div>
      ) : (
        <>
          <textarea
            ref={box}
            rows={2}
            dir="auto"
            value={draft.text}
            onChange={(event) => {
              setRefused(null);
              setDraft(conversation.id, kind, { text: event.target.value });
              if (kind === 'answer' && event.target.value.trim() !== '') writes(conversation.id);
              else writesNoMore(conversation.id);
            }}
            onKeyDown={(event) => {
              if (isSend(event.nativeEvent)) {
                event.preventDefault();
                submit();
              } else if (event.key === 'Escape') {
                box.current?.blur();
                document.querySelector<HTMLElement>('#pane-thread [role="feed"]')?.focus();
              } else if (event.key === 'ArrowUp' && draft.text === '') {
                const bubbles = document.querySelectorAll<HTMLElement>('#pane-thread article');
                bubbles[bubbles.length - 1]?.focus();
                event.preventDefault();
              }
            }}
            aria-label={
              kind === 'note' ? t('composer.noteLabel') : t('composer.answerLabel', { name: conversation.name })
            }
            aria-keyshortcuts={kind === 'note' ? 'I' : 'R'}
            aria-describedby="composer-said"
            placeholder={
              kind === 'note' ? t('composer.notePlaceholder') : t('composer.placeholder', { name: firstName })
            }
            className={`block max-h-[40vh] w-full resize-none bg-transparent px-5 pt-2 pb-1 text-15 outline-none touch:text-[1rem] ${kind === 'note' ? 'text-note-ink placeholder:text-note-ink' : ''}`}
          />
          {files.length > 0 && (
            <Suspense>
              <AttachmentTray conversationId={conversation.id} files={files} />
            </Suspense>
          )}
          <div className="flex items-center gap-3 px-5 pb-3">
            {kind === 'answer' && <AttachButton onFiles={attach} />}
            <p id="composer-said" role="status" className="min-w-0 flex-1 text-12 text-ink-3">
              {refused ? (
                <span className="text-late">{refused}</span>
              ) : asks ? (
                <span className="font-medium text-accent">{t('composer.pressAgain', { name: writing })}</span>
              ) : conversation.status !== 'active' && kind === 'answer' ? (
                t('composer.opensAnew')
              ) : null}
            </p>
            {length >= COUNT_FROM && (
              <p className={`text-12 ${length > MAX_MESSAGE_LENGTH ? 'font-bold text-late' : 'text-ink-2'}`}>
                {t('composer.counter', { length, max: MAX_MESSAGE_LENGTH })}
              </p>
            )}
            <Button
              kind={kind === 'note' ? 'note' : 'filled'}
              onClick={submit}
              disabled={!sendable}
              aria-keyshortcuts="Control+Enter"
              title="Ctrl+Enter"
              className="px-4"
            >
              {kind === 'note' ? t('composer.saveNote') : t('composer.sendTo', { name: firstName })}
              {kind === 'answer' && (
                <SendHorizontal className="size-4 rtl:-scale-x-100" strokeWidth={1.5} aria-hidden="true" />
              )}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function KindTab({
  kind,
  chosen,
  onChoose,
  children,
}: {
  kind: DraftKind;
  chosen: DraftKind;
  onChoose: (kind: DraftKind) => void;
  children: string;
}) {
  return (
    <button
      type="button"
      aria-pressed={kind === chosen}
      onClick={() => onChoose(kind)}
      className={`h-8 rounded-[6px] px-2 text-13 touch:h-11 touch:px-3 ${kind === chosen ? 'font-bold text-ink' : 'text-ink-2 hover:text-ink'}`}
    >
      {children}
    </button>
  );
}

/** As whom and where the words go out. */
function AsWhom({ conversation }: { conversation: ConversationView }) {
  const { t } = useTranslation();
  const { writing } = useColleagues(conversation.id);
  if (writing)
    return (
      <span role="status" className="font-medium text-accent">
        {t('composer.colleagueWrites', { name: writing })}
      </span>
    );
  const channel = conversation.channel.provider === 'webchat' ? t('composer.webchat') : 'WhatsApp';
  return conversation.department
    ? t('composer.asWhom', { department: conversation.department.name, channel })
    : t('composer.onChannel', { channel });
}

function Quoted({ conversation, messageId }: { conversation: ConversationView; messageId: string }) {
  const { t } = useTranslation();
  const words = useContentWords();
  const quoted = useDesk((state) => state.threads.get(conversation.chatId)?.messages.get(messageId));
  return (
    <div className="mx-5 mt-1 flex items-center gap-2 rounded-[6px] border-s-2 border-accent bg-bg ps-2 text-13 text-ink-2">
      <span className="flex-1 truncate py-1" dir="auto">
        {quoted ? words(quoted.content) : t('bubble.quotedElsewhere')}
      </span>
      <IconButton
        label={t('composer.noQuote')}
        className="size-8"
        onClick={() => setDraft(conversation.id, 'answer', { replyTo: null })}
      >
        <X className="size-4" strokeWidth={1.5} aria-hidden="true" />
      </IconButton>
    </div>
  );
}

/** The box is as high as its words, up to its limit; then it scrolls. */
function useGrowing(box: React.RefObject<HTMLTextAreaElement | null>, text: string, kind: DraftKind): void {
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${area.scrollHeight}px`;
  }, [box, text, kind]);
}
