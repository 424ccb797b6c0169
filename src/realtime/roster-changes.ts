import type { Roster } from '../processes/index.js';

/** Somebody writes there. */
export type Word = Roster['typing'][number];

/** What is another thing now than before, at a process that has told of it. */
export function rosterChanges(
  before: Roster,
  now: Roster,
): {
  /** somebody came or went */
  came: boolean;
  /** conversations that others look at than before */
  looked: string[];
  began: Word[];
  ended: Word[];
} {
  const conversations = new Set([...before.pages, ...now.pages].flatMap(({ conversationId }) => conversationId ?? []));
  return {
    came: peopleIn(before) !== peopleIn(now),
    looked: [...conversations].filter((id) => peopleIn(before, id) !== peopleIn(now, id)),
    began: now.typing.filter((word) => !typesIn(before, word)),
    ended: before.typing.filter((word) => !typesIn(now, word)),
  };
}

/** Their ids, to be compared; with `conversationId` of those who look at it. */
function peopleIn({ pages }: Roster, conversationId?: string): string {
  const there = pages.filter((page) => conversationId === undefined || page.conversationId === conversationId);
  return [...new Set(there.map(({ person }) => person.id))].toSorted().join();
}

function typesIn({ typing }: Roster, word: Word): boolean {
  return typing.some((one) => one.person.id === word.person.id && one.conversationId === word.conversationId);
}
