import { useCallback, useEffect, useRef, useState } from 'react';
import { frozenOrder } from '../store/views.js';

const SETTLE_MS = 2_000;

/**
 * While the pointer is over the list, or keys move in it, its order stands still; it settles two seconds
 * after the last movement. A finger leaves no pointer behind, so touch counts as a movement only.
 */
export function useFrozenOrder(live: string[], stillThere: (id: string) => boolean) {
  const [frozen, setFrozen] = useState(false);
  const over = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const shown = useRef(live);

  const touched = useCallback(() => {
    setFrozen(true);
    clearTimeout(timer.current);
    if (over.current) return;
    timer.current = setTimeout(() => setFrozen(false), SETTLE_MS);
  }, []);
  const settle = useCallback(() => {
    clearTimeout(timer.current);
    setFrozen(false);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  const order = frozen ? frozenOrder(shown.current, live, stillThere) : { ids: live, fresh: 0 };
  shown.current = order.ids;

  return {
    ...order,
    settle,
    handlers: {
      onPointerMove: (event: React.PointerEvent) => {
        over.current = event.pointerType === 'mouse';
        touched();
      },
      onPointerLeave: () => {
        over.current = false;
        touched();
      },
      onKeyDown: (event: React.KeyboardEvent) => {
        if (event.key === 'Home') settle();
        else touched();
      },
      onScroll: touched,
    },
  };
}
