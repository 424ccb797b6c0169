import { assertNever } from '../common/assert-never.js';
import { choiceByKeyword, choiceByName, choiceByNumber, choiceOfMore } from './choices.js';
import { fitText } from './fit-text.js';
import { buildMenu, menuDepartments, type PressedChoice, readChoiceId } from './menu.js';
import { frontDeskOf, handToFrontDesk, openDepartment, phrasesFor, textOf } from './opening.js';
import { optOut } from './opt-words.js';
import type { RouteDecision, RouteInput } from './route.types.js';
import { findUrgent } from './urgent-words.js';

/** A rule decides, or leaves it to the next one. */
export interface Rule {
  /** stored with each decision and shown to staff: never renamed */
  name: string;
  decide: (input: RouteInput) => RouteDecision | null;
}

/** Grows with every change of a rule, its order or its words' meaning. */
export const RULES_VERSION = 3;

const RELAY: RouteDecision = { kind: 'relay' };
const LONGEST_HOTEL_NAME = 100;
/** explained so often, a person takes it */
const MISSES = 2;

/** In order; the last one always decides. */
export const RULES: readonly Rule[] = [
  { name: 'own-message', decide: ignoreOwn },
  { name: 'history', decide: ignoreHistory },
  { name: 'nothing-said', decide: ignoreNotices },
  { name: 'late-replay', decide: ({ chat }) => (chat.lateReplay ? RELAY : null) },
  { name: 'danger', decide: ringForDanger },
  { name: 'group', decide: ({ chat }) => (chat.kind === 'group' ? RELAY : null) },
  { name: 'start-word', decide: resumeOnStart },
  { name: 'opted-out', decide: ({ chat }) => (chat.optedOut ? RELAY : null) },
  { name: 'stop-word', decide: stopOnStop },
  { name: 'flood', decide: pauseForFlood },
  { name: 'automation-off', decide: ({ hotel }) => (hotel.automation ? null : RELAY) },
  { name: 'pressed-choice', decide: followPressed },
  { name: 'department-conversation', decide: relayInDepartment },
  { name: 'flow-conversation', decide: ({ conversation }) => (conversation.type === 'flow' ? RELAY : null) },
  { name: 'danger-before', decide: ({ conversation }) => (conversation.urgent ? RELAY : null) },
  { name: 'person-talking', decide: relayToPerson },
  { name: 'handed-over', decide: ({ conversation }) => (conversation.menu?.options.length === 0 ? RELAY : null) },
  { name: 'no-departments', decide: handOverWithoutMenu },
  { name: 'typed-number', decide: followNumber },
  { name: 'typed-name', decide: followName },
  { name: 'typed-more', decide: followMoreWords },
  { name: 'keyword', decide: followKeyword },
  { name: 'other-choice', decide: relayOtherChoice },
  { name: 'greeting', decide: greet },
  { name: 'beside-menu', decide: relayWithoutWords },
  { name: 'not-understood', decide: explain },
  { name: 'given-up', decide: handToFrontDesk },
];

function ignoreOwn({ message }: RouteInput): RouteDecision | null {
  return message.direction === 'outbound' ? { kind: 'ignore', because: 'echo' } : null;
}

function ignoreHistory({ message }: RouteInput): RouteDecision | null {
  return message.historical ? { kind: 'ignore', because: 'historical' } : null;
}

const NOTICES = new Set(['system', 'note', 'reaction']);

function ignoreNotices({ message }: RouteInput): RouteDecision | null {
  return NOTICES.has(message.type) ? { kind: 'ignore', because: 'nothing-to-route' } : null;
}

/** Before everything a person could have switched off: STOP does not mean "let me burn". Titles of our rows are not the guest's words. */
function ringForDanger(input: RouteInput): RouteDecision | null {
  if (input.chat.flood !== 'no' && input.conversation.urgent) return null; // it has been rung: a flood does not ring on
  const word = input.message.choice ? null : findUrgent(input.message.text);
  return word === null ? null : { kind: 'ring-front-desk', departmentId: frontDeskOf(input)?.id ?? null, word };
}

function resumeOnStart(input: RouteInput): RouteDecision | null {
  if (!input.chat.optedOut || input.chat.flood !== 'no' || optOut(input.message.text) !== 'start') return null;
  return { kind: 'resume-automation', say: textOf(input, phrasesFor(input).say('resumed')) };
}

function stopOnStop(input: RouteInput): RouteDecision | null {
  if (optOut(input.message.text) !== 'stop') return null;
  return { kind: 'stop-automation', say: textOf(input, phrasesFor(input).say('stopped')) };
}

/** E16: stored and shown like any other message; a person decides what it is. */
function pauseForFlood(input: RouteInput): RouteDecision | null {
  const { chat, conversation } = input;
  if (chat.flood === 'no') return null;
  if (chat.flood === 'told') return RELAY;
  return { kind: 'tell-of-flood', departmentId: conversation.departmentId ?? frontDeskOf(input)?.id ?? null };
}

/** A press is meant, whatever conversation it comes in and however old its menu is. */
function followPressed(input: RouteInput): RouteDecision | null {
  const pressed = input.message.choice && readChoiceId(input.message.choice.id);
  return pressed && follow(input, pressed);
}

/** Null: that department is gone, or it is the one the guest writes with. */
function follow(input: RouteInput, choice: PressedChoice): RouteDecision | null {
  switch (choice.kind) {
    case 'department': {
      const { type, departmentId } = input.conversation;
      if (type === 'service' && departmentId === choice.departmentId) return null;
      const department = input.departments.find(({ id }) => id === choice.departmentId);
      return department ? openDepartment(input, department) : null;
    }
    case 'more':
      if (menuDepartments(input.departments).length === 0) return null;
      return offerMenu(input, phrasesFor(input).say('moreOfMenu'), { page: choice.page, greeting: false });
    default:
      return assertNever(choice);
  }
}

function relayInDepartment({ conversation }: RouteInput): RouteDecision | null {
  return conversation.type === 'service' ? RELAY : null;
}

function relayToPerson({ conversation }: RouteInput): RouteDecision | null {
  return conversation.assigned || conversation.answeredByStaff ? RELAY : null;
}

function handOverWithoutMenu(input: RouteInput): RouteDecision | null {
  return menuDepartments(input.departments).length === 0 ? handToFrontDesk(input) : null;
}

function followNumber(input: RouteInput): RouteDecision | null {
  const { conversation, message, capabilities } = input;
  if (!conversation.menu || message.choice) return null;
  const choice = choiceByNumber(message.text, conversation.menu, capabilities);
  return choice && follow(input, choice);
}

/** Also the guest's very first words, when they are nothing but a department's name. */
function followName(input: RouteInput): RouteDecision | null {
  const choice = choiceByName(input.message.text, input.conversation.menu, input.departments);
  return choice && follow(input, choice);
}

function followMoreWords(input: RouteInput): RouteDecision | null {
  const { conversation, message, capabilities } = input;
  const choice = conversation.menu && choiceOfMore(message.text, conversation.menu, capabilities);
  return choice && follow(input, choice);
}

/** A first wish or an answer to the menu, in the guest's own sentence. Titles of buttons are not the guest's words. */
function followKeyword(input: RouteInput): RouteDecision | null {
  const choice = input.message.choice ? null : choiceByKeyword(input.message.text, input.departments);
  return choice && follow(input, choice);
}

/** A button of a template or of another system: an answer to something people at the hotel asked. */
function relayOtherChoice({ message }: RouteInput): RouteDecision | null {
  return message.choice && !readChoiceId(message.choice.id) ? RELAY : null;
}

function greet(input: RouteInput): RouteDecision | null {
  if (input.conversation.menu) return null;
  const hotel = fitText(input.hotel.name, LONGEST_HOTEL_NAME);
  return offerMenu(input, phrasesFor(input).say('greeting', { hotel }), { page: 0, greeting: true });
}

/** A photo, a place, a lone emoji while the menu is open: no answer to it, and no wrong one either. */
function relayWithoutWords({ message }: RouteInput): RouteDecision | null {
  return /[\p{L}\p{N}]/u.test(message.text) ? null : RELAY;
}

function explain(input: RouteInput): RouteDecision | null {
  const { menu } = input.conversation;
  if (!menu || menu.misses >= MISSES) return null;
  return offerMenu(input, phrasesFor(input).say('notUnderstood'), {
    page: menu.page,
    greeting: false,
    misses: menu.misses + 1,
  });
}

function offerMenu(
  input: RouteInput,
  lead: string,
  {
    page,
    greeting,
    misses = input.conversation.menu?.misses ?? 0,
  }: { page: number; greeting: boolean; misses?: number },
): RouteDecision {
  const { departments, capabilities, now } = input;
  return {
    kind: 'offer-menu',
    ...buildMenu({
      departments: menuDepartments(departments),
      capabilities,
      phrases: phrasesFor(input),
      lead,
      choose: greeting ? 'choose' : null,
      page,
      misses,
      now,
    }),
  };
}
