import type { ComponentProps } from 'react';

type Kind = 'filled' | 'note' | 'word' | 'danger' | 'quiet';

const KINDS: Record<Kind, string> = {
  /** one per pane */
  filled: 'bg-accent text-on-accent font-medium hover:brightness-110 disabled:bg-line disabled:text-ink-3',
  note: 'bg-note-ink text-note font-medium hover:brightness-110 disabled:bg-line disabled:text-ink-3',
  word: 'text-accent font-medium hover:bg-accent-soft',
  danger: 'text-late font-medium hover:bg-late/10',
  quiet: 'text-ink-2 hover:bg-line/60 hover:text-ink',
};

export const buttonClass = (kind: Kind): string =>
  `inline-flex h-9 touch:h-11 items-center justify-center gap-2 rounded-control px-3 text-14 whitespace-nowrap select-none transition-[background-color,filter] duration-120 ease-out disabled:cursor-default ${KINDS[kind]}`;

export function Button({ kind = 'word', className = '', ...rest }: ComponentProps<'button'> & { kind?: Kind }) {
  return <button type="button" {...rest} className={`${buttonClass(kind)} ${className}`} />;
}

/** A button that is only an icon: its name is `label`. */
export function IconButton({ label, className = '', ...rest }: ComponentProps<'button'> & { label: string }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={`inline-grid size-9 touch:size-11 shrink-0 place-items-center rounded-control text-ink-2 transition-colors duration-120 hover:bg-line/60 hover:text-ink ${className}`}
    />
  );
}
