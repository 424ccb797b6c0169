import { useSyncExternalStore } from 'react';

interface Person {
  id: string;
  name: string;
}
/** who else has this conversation open, all of them */
export interface Viewing {
  conversationId: string;
  users: Person[];
}
export interface Typing {
  conversationId: string;
  user: Person;
  typing: boolean;
}

/** Names of others at one conversation, as one text each: '' when nobody is. */
interface Others {
  looking: string;
  writing: string;
}
const NOBODY: Others = { looking: '', writing: '' };

let looking: ReadonlyMap<string, readonly Person[]> = new Map();
let writing: ReadonlyMap<string, readonly Person[]> = new Map();
let shown = new Map<string, Others>();
const listeners = new Set<() => void>();

export function colleaguesLook({ conversationId, users }: Viewing): void {
  looking = new Map(looking).set(conversationId, users);
  changed(conversationId);
}

export function colleagueTypes({ conversationId, user, typing }: Typing): void {
  const others = (writing.get(conversationId) ?? []).filter(({ id }) => id !== user.id);
  writing = new Map(writing).set(conversationId, typing ? [...others, user] : others);
  changed(conversationId);
}

/** The connection is lost: nobody knows who is still there. */
export function forgetColleagues(): void {
  looking = new Map();
  writing = new Map();
  shown = new Map();
  for (const listener of listeners) listener();
}

function changed(id: string): void {
  shown.set(id, { looking: names(looking.get(id)), writing: names(writing.get(id)) });
  for (const listener of listeners) listener();
}

/** "Tomás", "Tomás +2": there is little room. */
function names(people: readonly Person[] = []): string {
  const [first, ...rest] = people;
  return first === undefined ? '' : rest.length === 0 ? first.name : `${first.name} +${rest.length}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
export const useColleagues = (conversationId: string): Others =>
  useSyncExternalStore(subscribe, () => shown.get(conversationId) ?? NOBODY);
