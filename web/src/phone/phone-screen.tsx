import { useEffect, useLayoutEffect, useRef, useState, type FormEvent } from 'react';
import type { ListContent } from '../api/types.js';
import { ArrowLeft, Paperclip, SendHorizontal } from '../ui/icons.js';
import { sendPhoto, type PhoneGuest } from './api.js';
import { ListSheet } from './list-sheet.js';
import { initials } from '../lib/text.js';
import { HotelBubble, OutgoingBubble, OwnBubble } from './phone-bubble.js';
import type { usePhone } from './use-phone.js';
import { wordsFor } from './words.js';

/** The open list of a message: which one, and what stands in it. */
export interface OpenList {
  messageId: string;
  content: ListContent;
}

export function PhoneScreen({ guest, phone }: { guest: PhoneGuest; phone: ReturnType<typeof usePhone> }) {
  const words = wordsFor(guest.locale);
  const [text, setText] = useState('');
  const [list, setList] = useState<OpenList | null>(null);
  const thread = useRef<HTMLOListElement>(null);
  const { messages, outgoing } = phone;

  // A chat stands at its end, unless the guest is reading further up.
  const following = useRef(true);
  useLayoutEffect(() => {
    const box = thread.current;
    if (box && following.current) box.scrollTop = box.scrollHeight;
  }, [messages, outgoing]);
  useEffect(() => {
    following.current = true;
  }, [guest.id]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const said = text.trim();
    if (said === '') return;
    following.current = true;
    phone.speak({ text: said }, said);
    setText('');
  };
  const answered = new Set(
    messages
      ?.filter((one) => one.from === 'guest' && one.content.type === 'choice')
      .map((one) => (one.content.type === 'choice' ? one.content.id : '')),
  );

  return (
    <div lang={guest.locale} className="relative flex min-h-0 flex-1 flex-col text-ink">
      <header className="flex items-center gap-3 border-b border-line bg-raised px-4 pt-[max(0.75rem,env(safe-area-inset-top))] pb-3">
        <button
          type="button"
          aria-label={words.close}
          onClick={() => phone.pick(null)}
          className="-ms-2 grid size-10 place-items-center rounded-full text-ink-2 hover:bg-line/60 md:hidden"
        >
          <ArrowLeft className="size-5" strokeWidth={1.5} aria-hidden="true" />
        </button>
        <span
          className="grid size-10 shrink-0 place-items-center rounded-[12px] bg-guest font-serif text-18 text-guest-on"
          aria-hidden="true"
        >
          {initials(phone.hotel ?? '')}
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate text-15 font-bold">{phone.hotel}</span>
          <bdi className="block truncate text-12 text-ink-3">{guest.name}</bdi>
        </span>
      </header>
      <ol
        ref={thread}
        tabIndex={0}
        aria-label={phone.hotel ?? ''}
        onScroll={(event) => {
          const box = event.currentTarget;
          following.current = box.scrollHeight - box.scrollTop - box.clientHeight < 80;
        }}
        className="flex min-h-0 flex-1 flex-col gap-1.5 overflow-y-auto overscroll-contain bg-bg px-3 py-4 -outline-offset-2!"
      >
        {messages?.length === 0 && outgoing.length === 0 && (
          <li className="m-auto font-serif text-18 text-ink-2">{words.empty}</li>
        )}
        {messages && messages.length > 0 && <li className="mt-auto" aria-hidden="true" />}
        {messages?.map((message, index) => {
          const turn = index > 0 && messages[index - 1]!.from !== message.from;
          return (
            <li
              key={message.id}
              className={`flex flex-col ${turn ? 'mt-2' : ''} ${message.from === 'guest' ? 'items-end' : 'items-start'}`}
            >
              {message.from === 'guest' ? (
                <OwnBubble message={message} words={words} locale={guest.locale} />
              ) : (
                <HotelBubble
                  message={message}
                  words={words}
                  locale={guest.locale}
                  answered={answered}
                  onChoose={(choice) => {
                    following.current = true;
                    phone.speak({ choice: { ...choice, messageId: message.id } }, choice.title);
                  }}
                  onOpenList={(content) => setList({ messageId: message.id, content })}
                  onReact={(emoji) => phone.react(message.id, emoji)}
                />
              )}
            </li>
          );
        })}
        {outgoing.map((one) => (
          <li key={one.key} className="flex flex-col items-end">
            <OutgoingBubble one={one} words={words} locale={guest.locale} onAgain={() => phone.again(one)} />
          </li>
        ))}
      </ol>
      <form
        onSubmit={submit}
        className="flex items-end gap-2 border-t border-line bg-raised px-3 pt-2 pb-[max(0.75rem,env(safe-area-inset-bottom))]"
      >
        <label
          title={words.image}
          className="grid size-10 shrink-0 cursor-pointer place-items-center rounded-full text-ink-2 focus-within:outline-2 hover:bg-line/60 touch:size-11"
        >
          <input
            type="file"
            accept="image/jpeg,image/png"
            aria-label={words.image}
            className="sr-only"
            onChange={({ target }) => {
              const photo = target.files?.[0];
              following.current = true;
              if (photo) void sendPhoto(guest.id, photo);
              target.value = '';
            }}
          />
          <Paperclip className="size-5" strokeWidth={1.5} aria-hidden="true" />
        </label>
        <textarea
          rows={1}
          dir="auto"
          value={text}
          aria-label={words.message}
          placeholder={words.message}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) submit(event);
          }}
          className="field-sizing-content max-h-32 min-h-10 flex-1 resize-none rounded-[20px] border border-line-strong bg-surface px-4 py-2 text-15 touch:text-[1rem]"
        />
        <button
          type="submit"
          aria-label={words.send}
          disabled={text.trim() === ''}
          className="grid size-10 shrink-0 place-items-center rounded-full bg-guest text-guest-on transition-opacity duration-120 disabled:opacity-40 touch:size-11"
        >
          <SendHorizontal className="size-5 rtl:-scale-x-100" strokeWidth={1.5} aria-hidden="true" />
        </button>
      </form>
      {list && (
        <ListSheet
          content={list.content}
          words={words}
          onClose={() => setList(null)}
          onChoose={(row) => {
            following.current = true;
            setList(null);
            phone.speak({ choice: { ...row, messageId: list.messageId } }, row.title);
          }}
        />
      )}
    </div>
  );
}
