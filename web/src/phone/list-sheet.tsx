import { useEffect, useId, useRef } from 'react';
import type { ListContent } from '../api/types.js';
import { X } from '../ui/icons.js';
import type { Words } from './words.js';

interface Props {
  content: ListContent;
  words: Words;
  onChoose: (row: { id: string; title: string }) => void;
  onClose: () => void;
}

/** The menu, drawn up over the thread: sections, rows, one press chooses. */
export function ListSheet({ content, words, onChoose, onClose }: Props) {
  const title = useId();
  const sheet = useRef<HTMLDialogElement>(null);
  const opener = useRef(document.activeElement);
  useEffect(() => {
    const dialog = sheet.current!;
    dialog.querySelector<HTMLElement>('[data-row]')?.focus();
    const before = opener.current;
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  /** Tab goes round inside the sheet. */
  const trap = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.key === 'Escape') return onClose();
    if (event.key !== 'Tab') return;
    const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
  };

  return (
    <div className="absolute inset-0 z-10 flex flex-col justify-end">
      <div className="appear absolute inset-0 bg-ink/35 dark:bg-bg/70" onClick={onClose} aria-hidden="true" />
      <dialog
        ref={sheet}
        open
        aria-modal="true"
        aria-labelledby={title}
        onKeyDown={trap}
        className="draw-up relative m-0 flex max-h-[80%] w-full max-w-none flex-col rounded-t-[22px] bg-raised text-ink shadow-float"
      >
        <div className="flex items-center gap-2 border-b border-line py-3 ps-5 pe-3">
          <h2 id={title} className="flex-1 font-serif text-18">
            {content.button}
          </h2>
          <button
            type="button"
            aria-label={words.close}
            onClick={onClose}
            className="grid size-10 place-items-center rounded-full text-ink-2 hover:bg-line/60"
          >
            <X className="size-5" strokeWidth={1.5} aria-hidden="true" />
          </button>
        </div>
        <div className="overflow-y-auto overscroll-contain pb-[max(1rem,env(safe-area-inset-bottom))]">
          {content.sections.map((section, index) => (
            <section key={index}>
              {section.title && <h3 className="px-5 pt-4 pb-1 text-13 font-medium text-guest">{section.title}</h3>}
              <ul>
                {section.rows.map((row) => (
                  <li key={row.id}>
                    <button
                      type="button"
                      data-row
                      onClick={() => onChoose({ id: row.id, title: row.title })}
                      className="flex min-h-13 w-full flex-col justify-center border-b border-line px-5 py-2.5 text-start -outline-offset-2! hover:bg-guest-soft"
                    >
                      <bdi className="text-15 font-medium">{row.title}</bdi>
                      {row.description && <span className="text-13 text-ink-2">{row.description}</span>}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </dialog>
    </div>
  );
}
