import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  AURORA,
  department,
  housekeeping,
  many,
  maintenance,
  menuOf,
  META,
  NOW,
  presses,
  reception,
  situation,
  spa,
  TEXT_ONLY,
} from '../../test/support/route-input.js';
import { GuestConversationRouter } from './guest-conversation-router.js';
import type { RouteDecision, RouteInput } from './route.types.js';
import { RULES, RULES_VERSION } from './rules.js';

const router = new GuestConversationRouter();
type Situation = NonNullable<Parameters<typeof situation>[0]>;

function decide(some: Situation): RouteDecision {
  return router.route(situation(some)).decision;
}
function ruleFor(some: Situation): string {
  return router.route(situation(some)).rule;
}
function spoken(decision: RouteDecision): string {
  const say = 'say' in decision ? decision.say : null;
  if (!say) return '';
  return say.type === 'text' ? say.text : say.body;
}
const says = (text: string): Situation => ({ message: { text } });
const withMenu = (text: string, misses = 0): Situation => ({
  message: { text },
  conversation: { menu: menuOf(AURORA, { misses }) },
});
const opens = (departmentId: string) => ({ kind: 'open-department', departmentId });

describe('E3: nothing happens by itself', () => {
  it.each<[string, string, Situation, RouteDecision]>([
    [
      'what the hotel itself said',
      'own-message',
      { message: { direction: 'outbound' } },
      { kind: 'ignore', because: 'echo' },
    ],
    ['history', 'history', { message: { historical: true, text: 'fire!' } }, { kind: 'ignore', because: 'historical' }],
    [
      'a notice such as a changed number',
      'nothing-said',
      { message: { type: 'system', text: '' } },
      { kind: 'ignore', because: 'nothing-to-route' },
    ],
    ['groups, in which nothing is automatic', 'group', { chat: { kind: 'group' } }, { kind: 'relay' }],
    ['a guest who said STOP', 'opted-out', { chat: { optedOut: true } }, { kind: 'relay' }],
    [
      'also one who says it again',
      'opted-out',
      { chat: { optedOut: true }, message: { text: 'STOP' } },
      { kind: 'relay' },
    ],
    ['a hotel without automation', 'automation-off', { hotel: { automation: false } }, { kind: 'relay' }],
    [
      'E1: what is written to a department',
      'department-conversation',
      { conversation: { type: 'service', departmentId: 'spa' } },
      { kind: 'relay' },
    ],
    [
      'even another department’s name, written there',
      'department-conversation',
      { conversation: { type: 'service', departmentId: 'spa' }, message: { text: 'Reception' } },
      { kind: 'relay' },
    ],
    [
      'what is written to a flow',
      'flow-conversation',
      { conversation: { type: 'flow', departmentId: 'reception' } },
      { kind: 'relay' },
    ],
    [
      'a guest whom somebody answered',
      'person-talking',
      { conversation: { answeredByStaff: true } },
      { kind: 'relay' },
    ],
    ['a guest whom somebody took', 'person-talking', { conversation: { assigned: true } }, { kind: 'relay' }],
    [
      'a guest in danger, after the first cry',
      'danger-before',
      { conversation: { urgent: true }, message: { text: 'hurry' } },
      { kind: 'relay' },
    ],
    ['a guest who was handed to people', 'handed-over', { conversation: { menu: menuOf([]) } }, { kind: 'relay' }],
    ['a button of a template', 'other-choice', { message: presses('CONFIRM_8841', 'Confirm') }, { kind: 'relay' }],
  ])('E3: %s (%s)', (_what, rule, some, decision) => {
    expect(router.route(situation(some))).toEqual({ rule, version: RULES_VERSION, decision });
  });
});

describe('E24: the greeting', () => {
  it('E24: greets Ana with the hotel’s name and its departments', () => {
    const decision = decide({});
    expect(decision).toMatchObject({ kind: 'offer-menu', menu: { page: 0, misses: 0, offeredAt: NOW.toISOString() } });
    expect(spoken(decision)).toBe('Welcome to Hotel Aurora!\n\nWho would you like to talk to?');
    expect(decision.kind === 'offer-menu' && decision.menu.options.map(({ departmentId }) => departmentId)).toEqual(
      AURORA.map(({ id }) => id),
    );
  });

  it('E24: in her language', () => {
    expect(spoken(decide({ language: 'es' }))).toMatch(/^¡Le damos la bienvenida a Hotel Aurora!/);
  });

  it.each<[string, Situation]>([
    ['a photo', { message: { type: 'image', text: '' } }],
    ['a place', { message: { type: 'location', text: '' } }],
    ['something unknown', { message: { type: 'unsupported', text: '' } }],
    ['a wave', says('👋')],
    ['a wish that names a department among other words', says('I need housekeeping please')],
    ['a room number, which is no choice before there was a menu', says('2')],
    ['STARTing without ever having stopped', says('start')],
    ['a row of a department that is gone, long ago', { message: presses('dept:bar', 'Bar') }],
  ])('E24: %s is greeted too', (_what, some) => {
    expect(router.route(situation(some))).toMatchObject({ rule: 'greeting', decision: { kind: 'offer-menu' } });
  });

  it('E24: a hotel with nothing to choose from gives the guest to its people, once', () => {
    const staffOnly = { departments: [department('Reception', { inMenu: false })] };
    expect(router.route(situation(staffOnly))).toMatchObject({
      rule: 'no-departments',
      decision: { kind: 'hand-to-front-desk', departmentId: 'reception' },
    });
    expect(decide({ departments: [] })).toMatchObject({ kind: 'hand-to-front-desk', departmentId: null });
    expect(ruleFor({ departments: [], conversation: { menu: menuOf([]) } })).toBe('handed-over');
  });
});

describe('E24: a choice', () => {
  it.each<[string, string, Situation, string]>([
    ['a pressed row', 'pressed-choice', { message: presses('dept:spa', 'Spa') }, 'spa'],
    [
      'a row of a menu from last week',
      'pressed-choice',
      { message: presses('dept:maintenance'), conversation: { menu: menuOf([spa]) } },
      'maintenance',
    ],
    [
      'a row pressed after a colleague answered',
      'pressed-choice',
      { message: presses('dept:spa'), conversation: { answeredByStaff: true } },
      'spa',
    ],
    [
      'a row of another department, pressed in this one',
      'pressed-choice',
      { message: presses('dept:spa'), conversation: { type: 'service', departmentId: 'housekeeping' } },
      'spa',
    ],
    [
      'a department no longer in the menu, but there',
      'pressed-choice',
      { message: presses('dept:bar'), departments: [...AURORA, department('Bar', { inMenu: false })] },
      'bar',
    ],
    ['2', 'typed-number', withMenu('2'), 'housekeeping'],
    ['2.', 'typed-number', withMenu(' 2. '), 'housekeeping'],
    ['(2)', 'typed-number', withMenu('(2)'), 'housekeeping'],
    ['a full-width ２', 'typed-number', withMenu('２'), 'housekeeping'],
    ['an Arabic ٢', 'typed-number', withMenu('٢'), 'housekeeping'],
    ['a keycap 2️⃣', 'typed-number', withMenu('2️⃣'), 'housekeeping'],
    ['E12: the name', 'typed-name', withMenu('Spa'), 'spa'],
    ['E12: in any case', 'typed-name', withMenu('  HOUSEkeeping!! '), 'housekeeping'],
    ['E12: in any language of the department', 'typed-name', withMenu('governanca'), 'housekeeping'],
    ['E12: with or without accents', 'typed-name', withMenu('¿Recepción?'), 'reception'],
    ['E12: decomposed accents', 'typed-name', withMenu('Manutenc\u0327a\u0303o'), 'maintenance'],
    ['the name as the guest’s first words', 'typed-name', says('spa'), 'spa'],
    ['a template’s button that is called so', 'typed-name', { message: presses('Spa', 'Spa') }, 'spa'],
  ])('E24: %s opens the department (%s)', (_what, rule, some, departmentId) => {
    expect(router.route(situation(some))).toMatchObject({ rule, decision: opens(departmentId) });
  });

  it('E24: the department’s opening is confirmed in the guest’s language', () => {
    expect(spoken(decide(withMenu('2')))).toBe('You are now writing with Housekeeping. How can we help?');
    expect(spoken(decide({ ...withMenu('2'), language: 'pt' }))).toBe(
      'Você está falando com: Governança. Como podemos ajudar?',
    );
  });

  it('E24: a row of the department one is writing with changes nothing', () => {
    expect(ruleFor({ message: presses('dept:spa'), conversation: { type: 'service', departmentId: 'spa' } })).toBe(
      'department-conversation',
    );
  });

  it('E24: a department that is archived is not opened, however it is asked for', () => {
    const gone = menuOf([...AURORA, department('Bar')]);
    for (const message of [presses('dept:bar', 'Bar'), { text: '5' }, { text: 'Bar' }]) {
      expect(router.route(situation({ message, conversation: { menu: gone } }))).toMatchObject({
        rule: 'not-understood',
        decision: { kind: 'offer-menu', menu: { misses: 1, options: { length: 4 } } },
      });
    }
    expect(ruleFor({ message: presses('dept:bar'), conversation: { type: 'service', departmentId: 'spa' } })).toBe(
      'department-conversation',
    );
  });

  it('E24: a name that two departments share is no choice', () => {
    const twins = [department('Bar', { id: 'a', names: { es: 'Terraza' } }), department('Terraza', { id: 'b' })];
    expect(ruleFor({ departments: twins, message: { text: 'terraza' }, conversation: { menu: menuOf(twins) } })).toBe(
      'not-understood',
    );
  });

  it('E24: a department without letters in its name is found by number, not by any emoji', () => {
    const departments = [department('🛎️', { id: 'bell' }), spa];
    const conversation = { menu: menuOf(departments) };
    expect(decide({ departments, conversation, message: { text: '1' } })).toMatchObject(opens('bell'));
    expect(ruleFor({ departments, conversation, message: { text: '👍' } })).toBe('beside-menu');
  });
});

describe('E24: more departments than fit', () => {
  const departments = many(23);
  const at = (page: number) => ({ menu: menuOf(departments, { page }) });

  it.each<[string, Situation, RouteDecision | object]>([
    ['the row "more"', { departments, conversation: at(0), message: presses('menu:more:9') }, { menu: { page: 9 } }],
    [
      'also in a department’s conversation',
      { departments, conversation: { type: 'service', departmentId: 'd1' }, message: presses('menu:more:9') },
      { menu: { page: 9 } },
    ],
    ['its words', { departments, conversation: at(9), message: { text: 'more options' } }, { menu: { page: 18 } }],
    ['its place on the page', { departments, conversation: at(0), message: { text: '10' } }, { menu: { page: 9 } }],
    [
      'a page that is gone',
      { departments, conversation: at(0), message: presses('menu:more:90') },
      { menu: { page: 0 } },
    ],
  ])('E24: %s shows the next ones and is no mistake', (_what, some, expected) => {
    expect(decide(some)).toMatchObject({ kind: 'offer-menu', ...expected });
    expect(decide(some)).toMatchObject({ menu: { misses: 0 } });
  });

  it('E24: a number counts what is on the phone in a list, and what is printed in a text', () => {
    expect(decide({ departments, conversation: at(9), message: { text: '2' } })).toMatchObject(opens('d11'));
    expect(decide({ departments, conversation: at(9), message: { text: '2' }, capabilities: TEXT_ONLY })).toMatchObject(
      opens('d2'),
    );
    expect(
      decide({ departments, conversation: at(0), message: { text: '23' }, capabilities: TEXT_ONLY }),
    ).toMatchObject(opens('d23'));
    const short = { ...TEXT_ONLY, text: { max: 320 } };
    expect(decide({ departments, conversation: at(0), message: { text: '0' }, capabilities: short })).toMatchObject({
      kind: 'offer-menu',
      menu: { page: 8 },
    });
    expect(ruleFor({ departments, conversation: at(0), message: { text: '0' }, capabilities: TEXT_ONLY })).toBe(
      'not-understood',
    );
    expect(ruleFor({ departments, conversation: at(0), message: { text: '11' } })).toBe('not-understood');
  });
});

describe('E24: an answer that is not understood', () => {
  it('E24: is explained twice with the menu, then a person takes it', () => {
    const first = decide(withMenu('towels please', 0));
    expect(first).toMatchObject({ kind: 'offer-menu', menu: { misses: 1 } });
    expect(spoken(first)).toBe('Sorry, we didn’t quite get that. Please choose one of these:');
    expect(decide(withMenu('towels please', 1))).toMatchObject({ kind: 'offer-menu', menu: { misses: 2 } });
    const third = router.route(situation(withMenu('towels please', 2)));
    expect(third).toMatchObject({
      rule: 'given-up',
      decision: { kind: 'hand-to-front-desk', departmentId: 'reception' },
    });
    expect(spoken(third.decision)).toBe('Thank you – a colleague will read this and answer you here.');
  });

  it('E24: a number outside the menu is one', () => {
    for (const text of ['0', '5', '412']) expect(ruleFor(withMenu(text))).toBe('not-understood');
  });

  it.each<[string, Partial<RouteInput['message']>]>([
    ['a photo', { type: 'image', text: '' }],
    ['a voice note', { type: 'audio', text: '' }],
    ['a thumb', { text: '👍' }],
  ])('E24: %s beside the menu is none', (_what, message) => {
    expect(router.route(situation({ message, conversation: { menu: menuOf(AURORA, { misses: 2 }) } }))).toMatchObject({
      rule: 'beside-menu',
      decision: { kind: 'relay' },
    });
  });

  it('E24: a front desk that is asleep says when it is back; none, or one that is gone, leaves it to all', () => {
    const asleep = { ...reception, open: false, opensAt: new Date('2026-11-22T07:00:00Z') };
    expect(spoken(decide({ ...withMenu('?!a', 2), departments: [asleep, spa] }))).toMatch(
      /We are back tomorrow at 7:00\.$/,
    );
    for (const frontDeskDepartmentId of [null, 'gone']) {
      expect(decide({ ...withMenu('help', 2), hotel: { frontDeskDepartmentId } })).toMatchObject({
        departmentId: null,
      });
    }
  });
});

describe('D8: a department outside its hours', () => {
  const closed = { open: false, opensAt: new Date('2026-11-23T09:00:00Z') };
  const choose = (chosen: ReturnType<typeof department>, ...others: ReturnType<typeof department>[]) =>
    decide({ departments: [chosen, ...others], message: presses(`dept:${chosen.id}`) });

  it('D8: keeps the message and says when it opens', () => {
    const decision = choose({ ...spa, ...closed });
    expect(decision).toMatchObject(opens('spa'));
    expect(spoken(decision)).toMatch(/^Spa is closed right now and opens on Monday at 9:00\./);
    expect(spoken(choose({ ...spa, open: false }))).toMatch(/^Spa is closed right now\./);
  });

  it('D8: answers with its own sentence, in the best language there is', () => {
    const own = { ...spa, ...closed, outsideHours: 'auto-reply' as const };
    expect(spoken(choose({ ...own, autoReply: { en: 'The spa is asleep.', es: 'Dormimos.' } }))).toBe(
      'The spa is asleep.',
    );
    expect(spoken(choose({ ...own, autoReply: { es: 'Dormimos.' } }))).toBe('Dormimos.');
    expect(spoken(choose({ ...own, autoReply: { ja: '閉店' } }))).toBe('閉店');
    expect(spoken(choose({ ...own, autoReply: {} }))).toMatch(/^Spa is closed right now and opens/);
  });

  it('D8: lets another one take it', () => {
    const away = { ...spa, ...closed, outsideHours: { departmentId: 'reception' } };
    const decision = choose(away, reception);
    expect(decision).toMatchObject(opens('reception'));
    expect(spoken(decision)).toBe('Spa is closed right now – Reception will gladly help you. What can we do for you?');
  });

  it('D8: which may be closed too and have a rule of its own', () => {
    const away = { ...spa, ...closed, outsideHours: { departmentId: 'housekeeping' } };
    const alsoAway = { ...housekeeping, open: false, outsideHours: { departmentId: 'maintenance' } };
    const last = { ...maintenance, open: false, opensAt: new Date('2026-11-21T10:00:00Z') };
    const decision = choose(away, alsoAway, last);
    expect(decision).toMatchObject(opens('maintenance'));
    expect(spoken(decision)).toMatch(/^Maintenance is closed right now and opens at 10:00\./);
  });

  it('D8: but not in a circle, and not one that is gone', () => {
    const a = { ...spa, ...closed, outsideHours: { departmentId: 'housekeeping' } };
    const b = { ...housekeeping, open: false, outsideHours: { departmentId: 'spa' } };
    for (const decision of [choose(a, b), choose(a), choose({ ...a, outsideHours: { departmentId: 'spa' } })]) {
      expect(decision).toMatchObject(opens('spa'));
      expect(spoken(decision)).toMatch(/^Spa is closed right now and opens/);
    }
  });

  it('D8: once it is open to the guest, nothing more is said by itself', () => {
    expect(
      decide({ departments: [{ ...spa, ...closed }], conversation: { type: 'service', departmentId: 'spa' } }),
    ).toEqual({ kind: 'relay' });
  });
});

describe('D8: danger', () => {
  it.each<[string, Situation]>([
    ['in the first words', {}],
    ['in a department’s conversation', { conversation: { type: 'service', departmentId: 'spa' } }],
    ['after STOP', { chat: { optedOut: true } }],
    ['with automation off', { hotel: { automation: false } }],
    ['in a group', { chat: { kind: 'group' } }],
    ['under a photo', { message: { type: 'image', text: 'smoke in the hallway' } }],
    ['again', { conversation: { urgent: true } }],
  ])('D8: rings the front desk %s, without a menu', (_what, some) => {
    const decision = decide({ ...some, message: { text: 'there is smoke in the hallway!', ...some.message } });
    expect(decision).toEqual({ kind: 'ring-front-desk', departmentId: 'reception', word: 'smoke' });
  });

  it('D8: rings everybody where no front desk is named, and nobody for a row we wrote ourselves', () => {
    expect(decide({ message: { text: 'fire' }, hotel: { frontDeskDepartmentId: null } })).toMatchObject({
      departmentId: null,
    });
    expect(
      ruleFor({
        message: presses('dept:fire', 'Fire & smoke'),
        departments: [department('Fire & smoke', { id: 'fire' })],
      }),
    ).toBe('pressed-choice');
  });
});

describe('STOP and START', () => {
  it.each<[string, Situation]>([
    ['in the first words', {}],
    ['in a department’s conversation', { conversation: { type: 'service', departmentId: 'spa' } }],
    ['with the menu open', { conversation: { menu: menuOf(AURORA) } }],
    ['with automation off, to be remembered', { hotel: { automation: false } }],
  ])('STOP is honoured %s, with one confirmation', (_what, some) => {
    const decision = decide({ ...some, message: { text: 'Stop!' } });
    expect(decision).toMatchObject({ kind: 'stop-automation', say: { type: 'text' } });
    expect(spoken(decision)).toMatch(/START/);
  });

  it('START takes it up again, and is confirmed once', () => {
    expect(decide({ chat: { optedOut: true }, message: { text: 'start' } })).toMatchObject({
      kind: 'resume-automation',
    });
  });

  it('STOP in a group is everybody’s word and nobody’s', () => {
    expect(decide({ chat: { kind: 'group' }, message: { text: 'STOP' } })).toEqual({ kind: 'relay' });
  });
});

describe('E3: any situation', () => {
  const word = fc.oneof(
    fc.constantFrom(
      '',
      '2',
      '0',
      '99',
      'Spa',
      'STOP',
      'start',
      'fire',
      '👍',
      'more options',
      'towels please',
      '\uD800',
      '\u0000',
    ),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );
  const name = fc.oneof(
    fc.constantFrom('Spa', 'Reception', '🛎️', 'Restaurant Panorama Terrace with a view', '👨‍👩‍👧‍👦'.repeat(9)),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 90 }),
  );
  const departments = fc
    .array(
      fc.record({
        name,
        names: fc.dictionary(fc.constantFrom('en', 'pt-BR', 'es'), name),
        keywords: fc.array(fc.constantFrom('towels', 'Spa', 'please', '🛎️', ''), { maxLength: 2 }),
        menuOrder: fc.nat(3),
        inMenu: fc.boolean(),
        open: fc.boolean(),
        opensAt: fc.option(fc.date({ min: NOW, max: new Date('2027-01-20'), noInvalidDate: true }), { nil: null }),
        outsideHours: fc.oneof(
          fc.constantFrom('queue' as const, 'auto-reply' as const),
          fc.record({ departmentId: fc.constantFrom('d0', 'd1', 'gone') }),
        ),
        autoReply: fc.dictionary(fc.constantFrom('en', 'es'), fc.string({ maxLength: 6000 })),
      }),
      { maxLength: 25 },
    )
    .map((list) => list.map((some, n) => department('x', { ...some, id: `d${n}` })));
  const capabilities = fc.constantFrom(
    META,
    TEXT_ONLY,
    { ...META, buttons: null },
    { ...META, list: null },
    { ...TEXT_ONLY, text: { max: 400 } },
  );
  const input = departments.chain((list) =>
    fc.record({
      hotel: fc.record({ name, frontDeskDepartmentId: fc.constantFrom(null, 'd0', 'gone'), automation: fc.boolean() }),
      chat: fc.record({ kind: fc.constantFrom('person' as const, 'group' as const), optedOut: fc.boolean() }),
      language: fc.constantFrom('en', 'pt', 'es-MX', 'de', 'ja', ''),
      conversation: fc.record({
        type: fc.constantFrom('general' as const, 'general' as const, 'service' as const, 'flow' as const),
        departmentId: fc.constantFrom(null, 'd0', 'd1'),
        assigned: fc.boolean(),
        answeredByStaff: fc.boolean(),
        urgent: fc.boolean(),
        menu: fc.option(
          fc.record({ page: fc.nat(30), misses: fc.nat(4) }).map((some) => menuOf(list.slice(0, some.page), some)),
          { nil: null },
        ),
      }),
      message: fc.record({
        direction: fc.constantFrom('inbound' as const, 'inbound' as const, 'inbound' as const, 'outbound' as const),
        type: fc.constantFrom('text', 'text', 'image', 'location', 'unsupported', 'system', 'choice'),
        text: word,
        choice: fc.option(
          fc.record({
            id: fc.oneof(fc.constantFrom('dept:d0', 'dept:gone', 'menu:more:9', 'menu:more:'), fc.string()),
            title: word,
          }),
          { nil: null },
        ),
        historical: fc.constantFrom(false, false, true),
      }),
      departments: fc.constant(list),
      capabilities,
    }),
  );

  it('E14: has one decision, of a known rule, and what it says fits the channel', () => {
    const names = new Set(RULES.map((rule) => rule.name));
    expect(names.size).toBe(RULES.length);
    const seen = new Set<string>();
    fc.assert(
      fc.property(input, (some) => {
        const given = situation(some);
        const before = structuredClone(given);
        const { rule, version, decision } = router.route(given);
        expect(given).toEqual(before);
        expect(router.route(given).decision).toEqual(decision);
        expect(names).toContain(rule);
        expect(version).toBe(RULES_VERSION);
        seen.add(rule);
        expectToFit(decision, given);
        if (decision.kind === 'open-department')
          expect(given.departments.map(({ id }) => id)).toContain(decision.departmentId);
      }),
      { numRuns: 3000 },
    );
    expect(seen.size).toBeGreaterThan(12);
  });
});

function expectToFit(decision: RouteDecision, { capabilities: { text, buttons, list } }: RouteInput): void {
  const say = 'say' in decision ? decision.say : null;
  if (!say) return;
  switch (say.type) {
    case 'text':
      expect(say.text.length).toBeLessThanOrEqual(text.max);
      expect(say.text.trim()).not.toBe('');
      return;
    case 'buttons':
      expect(buttons).not.toBeNull();
      expect(say.buttons.length).toBeGreaterThan(0);
      expect(say.buttons.length).toBeLessThanOrEqual(buttons?.max ?? 0);
      expect(say.body.length).toBeLessThanOrEqual(buttons?.body ?? 0);
      expectTitles(
        say.buttons.map(({ title }) => title),
        buttons?.title ?? 0,
      );
      return;
    case 'list': {
      const rows = say.sections.flatMap((section) => section.rows);
      expect(list).not.toBeNull();
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.length).toBeLessThanOrEqual(list?.rows ?? 0);
      expect(say.body.length).toBeLessThanOrEqual(list?.body ?? 0);
      expect(say.button.length).toBeLessThanOrEqual(list?.button ?? 0);
      for (const { description } of rows) expect(description?.length ?? 0).toBeLessThanOrEqual(list?.description ?? 0);
      expectTitles(
        rows.map(({ title }) => title),
        list?.title ?? 0,
      );
    }
  }
}

function expectTitles(titles: string[], max: number): void {
  for (const title of titles) {
    expect(title.length).toBeGreaterThan(0);
    expect(title.length).toBeLessThanOrEqual(max);
  }
  expect(new Set(titles).size).toBe(titles.length);
}
