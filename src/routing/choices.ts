import { asciiDigits } from '../common/digits.js';
import { fold } from '../common/text.js';
import {
  MORE_NUMBER,
  menuDepartments,
  menuShape,
  type MenuCapabilities,
  optionsShown,
  type PressedChoice,
} from './menu.js';
import { PHRASES } from './phrase-texts.js';
import type { MenuState, RoutableDepartment } from './route.types.js';

/** What names are compared by: case, accents, punctuation and emoji do not count. "¡Recepción!" is "recepcion". */
export function nameKey(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** "2", "2.", "(2)", "#2", "２", "2️⃣": the number alone, or null. */
export function typedNumber(text: string): number | null {
  const plain = asciiDigits(text).replace(/\uFE0F|\u20E3/g, ''); // a keycap is a digit in a frame
  const match = /^[\s(#]*(\d{1,3})[\s.)]*$/.exec(plain);
  return match?.[1] ? Number(match[1]) : null;
}

/**
 * The option a number means. In a numbered text it is the printed one; on buttons and lists, which print
 * none, guests count what they see, and the row after the last is "more".
 */
export function choiceByNumber(text: string, menu: MenuState, capabilities: MenuCapabilities): PressedChoice | null {
  const number = typedNumber(text);
  if (number === null) return null;
  const shown = optionsShown(capabilities, menu.options, menu.page);
  const next = menu.page + shown < menu.options.length ? menu.page + shown : null;
  const printed = menuShape(capabilities, menu.options.length) === 'numbers';
  const more = printed ? MORE_NUMBER : shown + 1;
  if (number === more) return next === null ? null : { kind: 'more', page: next };
  const option = printed
    ? menu.options[number - 1]
    : number <= shown
      ? menu.options[menu.page + number - 1]
      : undefined;
  return option ? { kind: 'department', departmentId: option.departmentId } : null;
}

/** The one department of the menu that is called so, in any of its languages or as the menu cut it (E12). */
export function choiceByName(
  text: string,
  menu: MenuState | null,
  departments: readonly RoutableDepartment[],
): PressedChoice | null {
  const key = nameKey(text);
  if (key === '') return null;
  const called = menuDepartments(departments).filter((department) =>
    namesOf(department, menu).some((name) => nameKey(name) === key),
  );
  const [only] = called;
  return only && called.length === 1 ? { kind: 'department', departmentId: only.id } : null;
}

/**
 * The one department of the menu a keyword of which stands in the text, as whole words: "towel" is not in
 * "towels". Keywords of two departments are no choice: the guest is asked.
 */
export function choiceByKeyword(text: string, departments: readonly RoutableDepartment[]): PressedChoice | null {
  const words = ` ${nameKey(text)} `;
  const meant = menuDepartments(departments).filter(({ keywords }) =>
    keywords.map(nameKey).some((key) => key !== '' && words.includes(` ${key} `)),
  );
  const [only] = meant;
  return only && meant.length === 1 ? { kind: 'department', departmentId: only.id } : null;
}

function namesOf({ id, name, names }: RoutableDepartment, menu: MenuState | null): string[] {
  const titles = menu?.options.filter(({ departmentId }) => departmentId === id).map(({ title }) => title) ?? [];
  return [name, ...Object.values(names), ...titles];
}

const MORE_WORDS = new Set(Object.values(PHRASES).map(({ moreOptions }) => nameKey(moreOptions)));

/** The words of the "more" row, typed instead of pressed. */
export function choiceOfMore(text: string, menu: MenuState, capabilities: MenuCapabilities): PressedChoice | null {
  const next = menu.page + optionsShown(capabilities, menu.options, menu.page);
  return MORE_WORDS.has(nameKey(text)) && next < menu.options.length ? { kind: 'more', page: next } : null;
}
