import { describe, expect, it } from 'vitest';
import { commandKey, isFind, isSend, type Pressed } from './keys.js';

const press = (key: string, code: string, held: Partial<Pressed> = {}): Pressed => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('keys on the layouts people have', () => {
  it.each([
    ['US', 'n', 'KeyN', 'n'],
    ['QWERTZ: the printed letter counts, not its place', 'z', 'KeyY', 'z'],
    ['AZERTY: A stands where Q is', 'a', 'KeyQ', 'a'],
    ['Dvorak', 'n', 'KeyL', 'n'],
    ['Greek, by place', 'ν', 'KeyN', 'n'],
    ['Cyrillic, by place', 'т', 'KeyN', 'n'],
    ['Arabic, by place', 'ى', 'KeyN', 'n'],
    ['Hebrew, by place', 'מ', 'KeyN', 'n'],
    ['Caps Lock', 'N', 'KeyN', 'n'],
  ])('%s', (_layout, key, code, command) => expect(commandKey(press(key, code))).toBe(command));

  it('Caps Lock with Shift is still Shift', () => {
    expect(commandKey(press('n', 'KeyN', { shiftKey: true }))).toBe('Shift+n');
  });

  it.each([
    ['US', '1', 'Digit1'],
    ['AZERTY without Shift', '&', 'Digit1'],
    ['Czech', '+', 'Digit1'],
    ['Arabic digits', '١', 'Digit1'],
    ['the number pad', '1', 'Numpad1'],
  ])('digits go by place: %s', (_layout, key, code) => expect(commandKey(press(key, code))).toBe('1'));

  it('the number pad without Num Lock moves, it does not switch views', () => {
    expect(commandKey(press('End', 'Numpad1'))).toBe('End');
  });

  it.each([
    ['AltGr+Q types @ on QWERTZ', press('@', 'KeyQ', { ctrlKey: true, altKey: true })],
    ['Option letters on a Mac', press('ñ', 'KeyN', { altKey: true })],
    ['AltGraph alone', press('€', 'KeyE', { getModifierState: (name) => name === 'AltGraph' })],
    ['Ctrl+N is the browser’s', press('n', 'KeyN', { ctrlKey: true })],
    ['Cmd+N is the browser’s', press('n', 'KeyN', { metaKey: true })],
    ['while an input method composes', press('n', 'KeyN', { isComposing: true })],
    ['a dead key', press('Dead', 'BracketLeft')],
    ['é is a letter of its own', press('é', 'Digit2', { shiftKey: true })],
    ['ß', press('ß', 'Minus')],
  ])('does nothing: %s', (_what, event) => expect(commandKey(event)).toBeNull());

  it('? is found wherever it is printed', () => {
    expect(commandKey(press('?', 'Slash', { shiftKey: true }))).toBe('?');
    expect(commandKey(press('?', 'Minus', { shiftKey: true }))).toBe('?');
  });

  it('/ is found wherever it is printed', () => {
    expect(commandKey(press('/', 'Slash'))).toBe('/');
    expect(commandKey(press('/', 'Digit7', { shiftKey: true }))).toBe('/');
    expect(commandKey(press('/', 'NumpadDivide'))).toBe('/');
  });

  it('Ctrl+K and Cmd+K find, on every layout; K alone, with Shift or Alt does not', () => {
    expect(isFind(press('k', 'KeyK', { ctrlKey: true }))).toBe(true);
    expect(isFind(press('K', 'KeyK', { metaKey: true }))).toBe(true);
    expect(isFind(press('л', 'KeyK', { ctrlKey: true }))).toBe(true);
    expect(isFind(press('k', 'KeyK'))).toBe(false);
    expect(isFind(press('K', 'KeyK', { ctrlKey: true, shiftKey: true }))).toBe(false);
    expect(isFind(press('k', 'KeyK', { ctrlKey: true, altKey: true }))).toBe(false);
  });

  it('Ctrl+Enter and Cmd+Enter send; Enter, Alt+Enter and composing do not', () => {
    expect(isSend(press('Enter', 'Enter', { ctrlKey: true }))).toBe(true);
    expect(isSend(press('Enter', 'Enter', { metaKey: true }))).toBe(true);
    expect(isSend(press('Enter', 'Enter'))).toBe(false);
    expect(isSend(press('Enter', 'Enter', { ctrlKey: true, altKey: true }))).toBe(false);
    expect(isSend(press('Enter', 'Enter', { ctrlKey: true, isComposing: true }))).toBe(false);
  });
});
