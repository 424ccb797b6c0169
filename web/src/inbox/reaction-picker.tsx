import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import type { MessageView } from '../api/types.js';
import { react } from './react-to.js';

/** What answers a guest without words; the six used last come first. */
const EMOJI = '👍 ❤️ 🙏 😊 👌 🎉 😀 😂 🥰 😍 😉 😮 😢 😅 🤔 👏 💪 🙌 ✅ ⭐ 🌞 🌊 🍽️ 🛎️'.split(' ');
const FIRST = 6;
const STORED = 'reactions-used';

function used(): string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one) => EMOJI.includes(one as string)).slice(0, FIRST) : [];
  } catch {
    return []; // closed to us, or not ours
  }
}

function use(emoji: string): void {
  try {
    localStorage.setItem(STORED, JSON.stringify([emoji, ...used().filter((one) => one !== emoji)].slice(0, FIRST)));
  } catch {
    // without it the usual ones come first
  }
}

/** Open from the start: it was loaded by a press. */
export default function ReactionPicker({
  message,
  about,
  look,
  children,
}: {
  message: MessageView;
  about: Record<string, string>;
  look: string;
  children: ReactNode;
}) {
  const recent = used();
  const offered = [...recent, ...EMOJI.filter((emoji) => !recent.includes(emoji))];
  return (
    <Menu.Root defaultOpen orientation="horizontal">
      <Menu.Trigger data-react="" {...about} className={look}>
        {children}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="z-40" sideOffset={4} collisionPadding={8}>
          <Menu.Popup className="sheet-motion grid grid-cols-6 rounded-[12px] border border-line bg-raised p-1.5 text-ink shadow-float outline-none">
            {offered.map((emoji) => (
              <Menu.Item
                key={emoji}
                className="grid size-10 cursor-default place-items-center rounded-[6px] text-24 outline-none select-none data-highlighted:bg-accent-soft touch:size-11"
                onClick={() => {
                  use(emoji);
                  void react(message, emoji);
                }}
              >
                {emoji}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
