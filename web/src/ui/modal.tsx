import { Dialog } from '@base-ui/react/dialog';
import { useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';

/** A sheet over the screen: traps the focus, Escape closes, the focus goes back to what opened it. */
export function Modal(props: {
  title: string;
  children: ReactNode;
  onClose: () => void;
  /** `must`: cannot be dismissed */
  must?: boolean;
  initialFocus?: RefObject<HTMLElement | null>;
  wide?: boolean;
}) {
  const popup = useRef<HTMLDivElement>(null);
  useReturnOfFocus();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && !props.must && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fade-motion fixed inset-0 z-40 bg-ink/30 dark:bg-bg/70" />
        <Dialog.Viewport className="fixed inset-0 z-50 grid place-items-end overflow-y-auto sm:place-items-center sm:p-6">
          <Dialog.Popup
            ref={popup}
            initialFocus={props.initialFocus ?? popup}
            className={`sheet-motion w-full ${props.wide ? 'sm:max-w-160' : 'sm:max-w-104'} rounded-t-sheet bg-raised p-6 text-ink shadow-float outline-none max-sm:pb-[max(1.5rem,env(safe-area-inset-bottom))] sm:rounded-sheet`}
          >
            <Dialog.Title className="mb-4 font-serif text-24">{props.title}</Dialog.Title>
            {props.children}
          </Dialog.Popup>
        </Dialog.Viewport>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Focus is never lost to nothing: it goes back to what had it, or else to the thread or the list. */
function useReturnOfFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement && document.activeElement !== document.body) return;
        const back = before instanceof HTMLElement && before !== document.body && before.isConnected ? before : null;
        (
          back ?? document.querySelector<HTMLElement>('[role="feed"], [data-card][tabindex="0"], h1[tabindex]')
        )?.focus();
      });
    },
    [before],
  );
}
