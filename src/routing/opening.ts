import { assertNever } from '../common/assert-never.js';
import { fitText } from './fit-text.js';
import { inLanguage } from './language.js';
import { departmentName } from './menu.js';
import { Phrases } from './phrases.js';
import type { RoutableDepartment, RouteDecision, RouteInput } from './route.types.js';

type Opening = Extract<RouteDecision, { kind: 'open-department' }>;
type HandOver = Extract<RouteDecision, { kind: 'hand-to-front-desk' }>;

export function phrasesFor({ language, hotel }: RouteInput): Phrases {
  return Phrases.for(language, hotel);
}

export function textOf(input: RouteInput, text: string): { type: 'text'; text: string } {
  return { type: 'text', text: fitText(text, input.capabilities.text.max) };
}

/** The guest's choice, by the department's rule outside its hours: it waits, answers by itself, or another one takes it. */
export function openDepartment(input: RouteInput, chosen: RoutableDepartment): Opening {
  const phrases = phrasesFor(input);
  const nameOf = (department: RoutableDepartment): string => departmentName(department, phrases.language);
  const taking = whoTakesIt(input, chosen);
  if (!taking.open)
    return { kind: 'open-department', departmentId: taking.id, say: textOf(input, closedSentence(input, taking)) };
  const sentence =
    taking === chosen
      ? phrases.say('connected', { department: nameOf(taking) })
      : phrases.say('connectedInstead', { closed: nameOf(chosen), department: nameOf(taking) });
  return { kind: 'open-department', departmentId: taking.id, say: textOf(input, sentence) };
}

/** Follows "another department takes it" until one is open or has a rule of its own. In a circle the chosen one keeps it. */
function whoTakesIt({ departments }: RouteInput, chosen: RoutableDepartment): RoutableDepartment {
  const asked = new Set<RoutableDepartment>();
  let department = chosen;
  while (!department.open && typeof department.outsideHours === 'object') {
    asked.add(department);
    const { departmentId } = department.outsideHours;
    const next = departments.find(({ id }) => id === departmentId);
    if (!next || asked.has(next)) return chosen;
    department = next;
  }
  return department;
}

function closedSentence(input: RouteInput, department: RoutableDepartment): string {
  const { outsideHours } = department;
  if (outsideHours === 'auto-reply') return ownSentence(input, department) ?? waitingSentence(input, department);
  if (outsideHours === 'queue' || typeof outsideHours === 'object') return waitingSentence(input, department);
  return assertNever(outsideHours);
}

function ownSentence({ language, hotel }: RouteInput, { autoReply }: RoutableDepartment): string | null {
  for (const wanted of [language, ...hotel.languages]) {
    const sentence = inLanguage(autoReply, wanted);
    if (sentence) return sentence;
  }
  return Object.values(autoReply).find((sentence) => sentence !== '') ?? null;
}

function waitingSentence(input: RouteInput, department: RoutableDepartment): string {
  const phrases = phrasesFor(input);
  const name = departmentName(department, phrases.language);
  if (!department.opensAt) return phrases.say('closed', { department: name });
  return phrases.say('closedOpens', { department: name, when: phrases.when(department.opensAt, input.now) });
}

/** A person takes it; the guest is told once, and when, if nobody is there now. */
export function handToFrontDesk(input: RouteInput): HandOver {
  const phrases = phrasesFor(input);
  const frontDesk = frontDeskOf(input);
  const opensAt = frontDesk && !frontDesk.open ? frontDesk.opensAt : null;
  const sentence = opensAt
    ? phrases.say('handedOverUntil', { when: phrases.when(opensAt, input.now) })
    : phrases.say('handedOver');
  return { kind: 'hand-to-front-desk', departmentId: frontDesk?.id ?? null, say: textOf(input, sentence) };
}

/** Null where the hotel names none, or one that is gone. */
export function frontDeskOf({ hotel, departments }: RouteInput): RoutableDepartment | null {
  return departments.find(({ id }) => id === hotel.frontDeskDepartmentId) ?? null;
}
