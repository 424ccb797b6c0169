import { newId } from '../common/ids.js';
import type { News, Topic } from './news.js';

/** `from`: the process that tells it, by an id of this run of it. */
export type Listener<T extends Topic> = (news: News[T], from: string) => void;

/**
 * The other processes of this desk. What is told here comes at once, or never: nothing may depend on it that does not come
 * right by itself soon after.
 */
export abstract class Neighbours {
  /** this run of this process, as the others know it */
  readonly self = newId();

  /** Neither waits nor fails; not told to oneself. */
  abstract tell<T extends Topic>(topic: T, news: News[T]): void;
  abstract hear<T extends Topic>(topic: T, listener: Listener<T>): void;
}

/** A desk of one process. */
export class NoNeighbours extends Neighbours {
  tell(): void {}
  hear(): void {}
}
