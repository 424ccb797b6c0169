import { useEffect, useRef, type RefObject } from 'react';

/** Who stands at the end stays there when the box gets lower or higher: files attached, a long answer, a keyboard. */
export function useKeptEnd(box: RefObject<HTMLElement | null>, atEnd: boolean): void {
  const keep = useRef(atEnd);
  useEffect(() => {
    keep.current = atEnd;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let height = element.clientHeight;
    const watch = new ResizeObserver(() => {
      // An observer's first word is no change: a thread that opened at what is unread stays there.
      if (keep.current && element.clientHeight !== height) element.scrollTop = element.scrollHeight;
      height = element.clientHeight;
    });
    watch.observe(element);
    return () => watch.disconnect();
  }, [box]);
}
