import { describe, expect, it } from 'vitest';

import { AURORA, department, many, META, NOW, reception, TEXT_ONLY } from '../../test/support/route-input.js';
import { fitText, fitTitles } from './fit-text.js';
import { buildMenu, menuDepartments, type MenuOrder, readChoiceId } from './menu.js';
import { Phrases } from './phrases.js';

const phrases = Phrases.for('en', { languages: ['en'], timeZone: 'Europe/Lisbon' });

function menu(some: Partial<MenuOrder>) {
  return buildMenu({
    departments: AURORA,
    capabilities: META,
    phrases,
    lead: 'Welcome!',
    choose: 'choose',
    page: 0,
    misses: 0,
    now: NOW,
    ...some,
  });
}

function rows(some: Partial<MenuOrder>) {
  const { say } = menu(some);
  if (say.type !== 'list') throw new Error(`a list was expected, not ${say.type}`);
  return say.sections.flatMap((section) => section.rows);
}

describe('E24: the department menu', () => {
  it('E24: three departments are buttons', () => {
    expect(menu({ departments: AURORA.slice(0, 3) }).say).toEqual({
      type: 'buttons',
      body: 'Welcome!\n\nWho would you like to talk to?',
      buttons: [
        { id: 'dept:reception', title: 'Reception' },
        { id: 'dept:housekeeping', title: 'Housekeeping' },
        { id: 'dept:maintenance', title: 'Maintenance' },
      ],
    });
  });

  it('E24: four are a list', () => {
    expect(menu({}).say).toMatchObject({ type: 'list', button: 'Choose', sections: [{ title: null }] });
    expect(rows({}).map(({ id }) => id)).toEqual([
      'dept:reception',
      'dept:housekeeping',
      'dept:maintenance',
      'dept:spa',
    ]);
  });

  it('E24: where neither fits, numbered text', () => {
    expect(menu({ capabilities: TEXT_ONLY }).say).toEqual({
      type: 'text',
      text: 'Welcome!\n\nWho would you like to talk to? Just reply with the number.\n\n1. Reception\n2. Housekeeping\n3. Maintenance\n4. Spa',
    });
  });

  it('E24: two departments on a channel with lists only are a list', () => {
    expect(menu({ departments: AURORA.slice(0, 2), capabilities: { ...META, buttons: null } }).say.type).toBe('list');
  });

  it('E14: ten rows at most, the rest by "more"', () => {
    expect(rows({ departments: many(10) })).toHaveLength(10);
    const first = rows({ departments: many(23) });
    expect(first).toHaveLength(10);
    expect(first.at(-1)).toEqual({ id: 'menu:more:9', title: 'More options', description: null });
    const second = rows({ departments: many(23), page: 9 });
    expect(second.map(({ id }) => id)).toEqual([
      ...many(18)
        .slice(9)
        .map(({ id }) => `dept:${id}`),
      'menu:more:18',
    ]);
    expect(rows({ departments: many(23), page: 18 })).toHaveLength(5);
    expect(rows({ departments: many(19), page: 9 }).at(-1)).toMatchObject({ id: 'dept:d19' });
  });

  it('E14: a page that is gone shows the first one', () => {
    const { menu: state, say } = menu({ departments: many(12), page: 90 });
    expect(state.page).toBe(0);
    expect(say).toMatchObject({
      sections: [{ rows: expect.arrayContaining([expect.objectContaining({ id: 'dept:d1' })]) }],
    });
  });

  it('E14: numbered text goes over several messages too, and numbers go on', () => {
    const capabilities = { ...TEXT_ONLY, text: { max: 320 } };
    const { say } = menu({ departments: many(30), capabilities });
    if (say.type !== 'text') throw new Error('text was expected');
    expect(say.text.length).toBeLessThanOrEqual(320);
    expect(say.text).toMatch(/\n8\. Department 8\n0\. More options$/);
    expect(menu({ departments: many(30), capabilities, page: 8 }).say).toMatchObject({
      text: expect.stringMatching(/\n9\. Department 9\n/),
    });
  });

  it("E24: departments are named in the guest's language, in the hotel's order, without those not in the menu", () => {
    const back = department('Back office', { inMenu: false });
    const first = department('Concierge', { menuOrder: 0 });
    const offered = menuDepartments([...AURORA, back, first]);
    expect(offered.map(({ name }) => name)).toEqual(['Concierge', 'Reception', 'Housekeeping', 'Maintenance', 'Spa']);
    const spanish = Phrases.for('es', { languages: ['es'], timeZone: 'Europe/Lisbon' });
    expect(rows({ phrases: spanish }).map(({ title }) => title)).toEqual([
      'Recepción',
      'Limpieza',
      'Maintenance',
      'Spa',
    ]);
  });

  it('D8: a closed department says when it opens', () => {
    const closed = { ...reception, open: false, opensAt: new Date('2026-11-21T12:00:00Z') };
    expect(rows({ departments: [closed, ...AURORA.slice(1)] })[0]).toMatchObject({ description: 'Opens at 12:00' });
  });

  it('E14: long names are cut between characters people see, and stay apart', () => {
    const long = ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 'Restaurant Panorama Terrace', 'Restaurant Panorama Terrasse', 'Restaurant Panorama Teras'];
    const titles = fitTitles(long, 20);
    expect(titles).toEqual(['👨‍👩‍👧‍👦…', 'Restaurant Panorama…', 'Restaurant Panora… 2', 'Restaurant Panora… 3']);
    expect(titles.every((title) => title.length <= 20)).toBe(true);
    expect(fitText('Spa', 3)).toBe('Spa');
    expect(fitText('Spas', 3)).toBe('Sp…');
  });

  it.each([
    [
      'dept:0193a1b2-7c5e-7f00-8a00-1234567890ab',
      { kind: 'department', departmentId: '0193a1b2-7c5e-7f00-8a00-1234567890ab' },
    ],
    ['menu:more:9', { kind: 'more', page: 9 }],
    ['menu:more:x', null],
    ['menu:more:', null],
    ['menu:more:-1', null],
    ['CONFIRM_8841', null],
    ['', null],
  ])('E24: a pressed %s is %j', (id, choice) => {
    expect(readChoiceId(id)).toEqual(choice);
  });
});
