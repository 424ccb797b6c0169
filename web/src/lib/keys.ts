/** The part of a keyboard event that matching needs; tests make their own. */
export interface Pressed {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  isComposing?: boolean;
  /** AltGraph makes characters, never commands */
  getModifierState?: (name: string) => boolean;
}

const LATIN = /^[a-z]$/u;

/**
 * The command letter or digit of a press, or null. Letters match what is printed on the key; layouts
 * without Latin letters fall back to its place. Digits match by place, so that AZERTY needs no Shift.
 */
export function commandKey(event: Pressed): string | null {
  if (event.isComposing || event.key === 'Process' || event.key === 'Dead') return null;
  if (event.altKey || event.ctrlKey || event.metaKey || event.getModifierState?.('AltGraph')) return null;
  if (event.key === '?') return '?';
  if (!event.shiftKey) {
    const digit = /^(?:Digit|Numpad)([0-9])$/u.exec(event.code);
    if (digit && (event.code.startsWith('Digit') || event.key === digit[1])) return digit[1]!;
  }
  if (event.key === '+' || event.key === '/') return event.key;
  if (event.key.length > 1) return event.key; // Enter, ArrowUp, Home …
  const letter = event.key.toLowerCase();
  if (LATIN.test(letter)) return event.shiftKey ? `Shift+${letter}` : letter;
  const place = /^Key([A-Z])$/u.exec(event.code);
  if (!place || isLatinScript(letter)) return null;
  const byPlace = place[1]!.toLowerCase();
  return event.shiftKey ? `Shift+${byPlace}` : byPlace;
}

/** é, ß, ñ are printed on Latin keyboards and mean themselves. */
function isLatinScript(character: string): boolean {
  return /\p{Script=Latin}|[\p{P}\p{S}\p{N}]/u.test(character);
}

/** Ctrl+Enter, Cmd+Enter on a Mac. */
export function isSend(event: Pressed): boolean {
  return event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.altKey && !event.isComposing;
}

/** Ctrl+K, Cmd+K on a Mac: also in the middle of a sentence. The K is found as any command letter is. */
export function isFind({ key, code, altKey, shiftKey, isComposing, ctrlKey, metaKey }: Pressed): boolean {
  const held = ctrlKey || metaKey;
  return held && commandKey({ key, code, altKey, shiftKey, isComposing, ctrlKey: false, metaKey: false }) === 'k';
}

/** Is the person writing? Then single letters are letters. */
export function isTextField(target: EventTarget | null): boolean {
  if (typeof HTMLElement === 'undefined' || !(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches('input, textarea, select, [role="textbox"], [role="combobox"]');
}
