import type { ChannelCapabilities } from '../channels/index.js';
import { fitText, fitTitles } from './fit-text.js';
import { inLanguage } from './language.js';
import type { Phrases } from './phrases.js';
import type { MenuContent, MenuState, RoutableDepartment } from './route.types.js';

export type MenuCapabilities = Pick<ChannelCapabilities, 'buttons' | 'list' | 'text'>;

export interface MenuOrder {
  departments: readonly RoutableDepartment[];
  capabilities: MenuCapabilities;
  phrases: Phrases;
  /** what stands above the options; `choose` is put behind it where it is not null */
  lead: string;
  choose: 'choose' | null;
  /** first option to show */
  page: number;
  misses: number;
  now: Date;
}

const DEPARTMENT = 'dept:';
const MORE = 'menu:more:';
/** ids of ours are `dept:` and a UUID; a channel with less room for ids gets the numbered text */
const LONGEST_ID = 64;
const NUMBERED_TITLE = 60;
const MIN_ROWS = 2;
/** in a numbered text: the next page */
export const MORE_NUMBER = 0;

export type PressedChoice = { kind: 'department'; departmentId: string } | { kind: 'more'; page: number };

/** What a pressed row or button of ours means; null: it is not ours (a template's button, another system's). */
export function readChoiceId(id: string): PressedChoice | null {
  if (id.startsWith(DEPARTMENT)) return { kind: 'department', departmentId: id.slice(DEPARTMENT.length) };
  const page = id.startsWith(MORE) ? id.slice(MORE.length) : '';
  return /^\d{1,4}$/.test(page) ? { kind: 'more', page: Number(page) } : null;
}

export function departmentName(department: RoutableDepartment, language: string): string {
  return inLanguage(department.names, language) ?? department.name;
}

/** Departments guests may choose, in the menu's order. */
export function menuDepartments(departments: readonly RoutableDepartment[]): RoutableDepartment[] {
  return departments
    .filter(({ inMenu }) => inMenu)
    .toSorted((a, b) => a.menuOrder - b.menuOrder || compare(a.name, b.name) || compare(a.id, b.id));
}

export type MenuShape = 'buttons' | 'list' | 'numbers';

/** Buttons when all options fit on them, else a list, else numbered text. */
export function menuShape({ buttons, list }: MenuCapabilities, options: number): MenuShape {
  if (buttons && options <= buttons.max && buttons.id >= LONGEST_ID) return 'buttons';
  if (list && list.sections > 0 && list.rows >= MIN_ROWS && list.id >= LONGEST_ID) return 'list';
  return 'numbers';
}

/**
 * How many options stand on the page that begins with option `page`: all that are left where they fit, else
 * one row less than fits in a list (the last one is "more"), or as many lines as half a text holds.
 */
export function optionsShown(capabilities: MenuCapabilities, options: MenuState['options'], page: number): number {
  const rest = options.slice(page);
  switch (menuShape(capabilities, options.length)) {
    case 'buttons':
      return rest.length;
    case 'list': {
      const rows = capabilities.list?.rows ?? 0;
      return rest.length <= rows ? rest.length : rows - 1;
    }
    case 'numbers': {
      let used = 0;
      const cut = rest.findIndex(({ title }, n) => (used += numbered(page + n, title).length + 1) > half(capabilities));
      return cut < 0 ? rest.length : Math.max(1, cut);
    }
  }
}

/** Number n is options[n - 1], also on later pages. */
function numbered(index: number, title: string): string {
  return `${index + 1}. ${title}`;
}

/** Of a text menu, one half is for the options and one for what stands above; the "more" line takes from both. */
function half({ text }: MenuCapabilities): number {
  return Math.max(1, Math.floor(text.max / 2) - 20);
}

/** The menu as this channel can show it. `departments` are the ones to offer, at least one. */
export function buildMenu(order: MenuOrder): { say: MenuContent; menu: MenuState } {
  const { departments, capabilities, phrases, now, misses } = order;
  const page = order.page < departments.length ? order.page : 0;
  const shape = menuShape(capabilities, departments.length);
  const names = departments.map((department) => departmentName(department, phrases.language));
  const titles = fitTitles(names, titleRoom(shape, capabilities));
  const options = departments.map(({ id }, n) => ({
    id: `${DEPARTMENT}${id}`,
    departmentId: id,
    title: titles[n] ?? id,
  }));
  const menu: MenuState = { options, page, misses, offeredAt: now.toISOString() };
  switch (shape) {
    case 'buttons':
      return { menu: { ...menu, page: 0 }, say: asButtons(order, menu) };
    case 'list':
      return { menu, say: asList(order, menu) };
    case 'numbers':
      return { menu, say: asNumbers(order, menu) };
  }
}

function titleRoom(shape: MenuShape, { buttons, list }: MenuCapabilities): number {
  if (shape === 'buttons') return buttons?.title ?? NUMBERED_TITLE;
  if (shape === 'list') return list?.title ?? NUMBERED_TITLE;
  return NUMBERED_TITLE;
}

function bodyOf({ lead, choose, phrases }: MenuOrder): string {
  return choose ? `${lead}\n\n${phrases.say(choose)}` : lead;
}

function asButtons(order: MenuOrder, { options }: MenuState): MenuContent {
  return {
    type: 'buttons',
    body: fitText(bodyOf(order), order.capabilities.buttons?.body ?? 0),
    buttons: options.map(({ id, title }) => ({ id, title })),
  };
}

function asList(order: MenuOrder, { options, page }: MenuState): MenuContent {
  const { capabilities, departments, phrases } = order;
  const room = capabilities.list ?? { rows: 0, title: 0, description: 0, button: 0, body: 0 };
  const shown = optionsShown(capabilities, options, page);
  const rows: { id: string; title: string; description: string | null }[] = options
    .slice(page, page + shown)
    .map(({ id, title }, n) => ({ id, title, description: hoursHint(departments[page + n], order, room.description) }));
  if (page + shown < options.length) {
    rows.push({
      id: `${MORE}${page + shown}`,
      title: fitText(phrases.say('moreOptions'), room.title),
      description: null,
    });
  }
  return {
    type: 'list',
    body: fitText(bodyOf(order), room.body),
    button: fitText(phrases.say('openMenu'), room.button),
    sections: [{ title: null, rows }],
  };
}

function hoursHint(department: RoutableDepartment | undefined, order: MenuOrder, room: number): string | null {
  if (!department || department.open || !department.opensAt || room < 1) return null;
  return fitText(order.phrases.say('closedUntil', { when: order.phrases.when(department.opensAt, order.now) }), room);
}

function asNumbers(order: MenuOrder, { options, page }: MenuState): MenuContent {
  const { phrases, capabilities, lead, choose } = order;
  const shown = optionsShown(capabilities, options, page);
  const lines = options.slice(page, page + shown).map(({ title }, n) => numbered(page + n, title));
  if (page + shown < options.length) lines.push(`${MORE_NUMBER}. ${phrases.say('moreOptions')}`);
  const body = fitText(choose ? `${lead}\n\n${phrases.say('chooseByNumber')}` : lead, half(capabilities));
  return { type: 'text', text: fitText([body, '', ...lines].join('\n'), capabilities.text.max) };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
