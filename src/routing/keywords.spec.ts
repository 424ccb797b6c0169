import { describe, expect, it } from 'vitest';

import { department, menuOf, presses, situation, TEXT_ONLY } from '../../test/support/route-input.js';
import { GuestConversationRouter } from './guest-conversation-router.js';
import { RULES_VERSION } from './rules.js';

const router = new GuestConversationRouter();
type Situation = NonNullable<Parameters<typeof situation>[0]>;

const departments = [
  department('Housekeeping', { menuOrder: 1, keywords: ['towel', 'towels', 'Almohada', 'extra bed', '!'] }),
  department('Spa', { menuOrder: 2, keywords: ['massage', 'towels', 'Friseurtermin'] }),
  department('Concierge', { menuOrder: 3, keywords: ['fire pit', '寿司'] }),
  department('Night audit', { menuOrder: 4, inMenu: false, keywords: ['invoice'] }),
];
const routed = (some: Situation) => router.route(situation({ departments, ...some }));
const says = (text: string): Situation => ({ message: { text } });
const withMenu = (text: string, misses = 0): Situation => ({
  ...says(text),
  conversation: { menu: menuOf(departments.slice(0, 3), { misses }) },
});

describe('E24: a department’s keyword', () => {
  it.each<[string, Situation, string]>([
    ['in the guest’s first words', says('Hello, could I have one more towel please?'), 'housekeeping'],
    ['as the whole message', says('massage'), 'spa'],
    ['in an answer to the menu', withMenu('I would like a massage at five'), 'spa'],
    ['after two answers that were not understood', withMenu('a massage!', 2), 'spa'],
    ['in any case and with any accents', says('otra ALMOHÁDA, por favor'), 'housekeeping'],
    ['between quotation marks', says('is a “Massage” included?'), 'spa'],
    ['of two words', says('We need an extra  bed.'), 'housekeeping'],
    ['twice, of one department', says('towel. towel!'), 'housekeeping'],
    ['in the words under a photo', { message: { type: 'image', text: 'this towel is wet' } }, 'housekeeping'],
    ['on a channel with texts only', { ...withMenu('massage please'), capabilities: TEXT_ONLY }, 'spa'],
  ])('E24: %s opens it', (_where, some, departmentId) => {
    expect(routed(some)).toMatchObject({
      rule: 'keyword',
      version: RULES_VERSION,
      decision: { kind: 'open-department', departmentId, say: { type: 'text' } },
    });
  });

  it.each<[string, Situation, string]>([
    ['of two departments is asked about', says('towels'), 'greeting'],
    ['with another department’s beside it is asked about', says('a towel and a massage'), 'greeting'],
    ['of two departments, told to the menu, is asked about again', withMenu('towel, massage'), 'not-understood'],
    ['inside a longer word is none', says('towelling robes?'), 'greeting'],
    ['of two words with another between them is none', says('an extra sofa bed'), 'greeting'],
    ['of punctuation alone is none', says('Hello!'), 'greeting'],
    ['of a department that is not in the menu is none', says('my invoice please'), 'greeting'],
    ['on a button is not the guest’s word', { message: presses('CONFIRM_1', 'Confirm massage') }, 'other-choice'],
    [
      'is no choice in a department’s conversation',
      { ...says('massage'), conversation: { type: 'service', departmentId: 'concierge' } },
      'department-conversation',
    ],
    [
      'is no choice while a person is talking',
      { ...says('massage'), conversation: { answeredByStaff: true } },
      'person-talking',
    ],
    [
      'is no choice for a hotel without automation',
      { ...says('massage'), hotel: { automation: false } },
      'automation-off',
    ],
    ['comes after danger', says('FIRE in the massage room'), 'danger'],
    [
      'comes after a department’s name',
      { ...withMenu('spa'), departments: [...departments, department('Bar', { keywords: ['spa'] })] },
      'typed-name',
    ],
  ])('E24: %s (%s)', (_what, some, rule) => {
    expect(routed(some).rule).toBe(rule);
  });
});
