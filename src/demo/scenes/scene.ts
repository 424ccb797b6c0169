import type { DepartmentKey, StaffKey } from '../hotel.js';

export type Tick = 'sent' | 'delivered' | 'read' | 'failed' | 'unconfirmed';

/** One thing said. `after`: minutes since the line before. */
export interface Line {
  by: 'guest' | 'staff' | 'note' | 'automation' | 'handover';
  after: number;
  text: string;
  staff?: StaffKey;
  tick?: Tick;
  /** an emoji the other side put on it */
  reaction?: string;
  /** handover: from which department */
  from?: DepartmentKey;
}

/** Minutes before now, or a day before today (negative) and a time by the hotel's clock. */
export type Moment = { minutesAgo: number } | { day: number; at: string };

/**
 * One conversation of the week. `with` null: nobody was chosen. The guest's first line is answered by the
 * menu and a press of it, unless the scene says otherwise.
 */
export interface Scene {
  guest: string;
  with: DepartmentKey | null;
  begins: Moment;
  lines: Line[];
  /** the guest pressed nothing: `urgent` by the word that rang the front desk, `unanswered` left the menu alone */
  opened?: { urgent: string } | 'unanswered';
  closedBy?: StaffKey;
  /** who it is given to; else whoever answered first */
  assignee?: StaffKey | null;
}

export function guest(text: string, after = 1, more: Partial<Line> = {}): Line {
  return { by: 'guest', after, text, ...more };
}

export function staff(key: StaffKey, text: string, after = 3, more: Partial<Line> = {}): Line {
  return { by: 'staff', staff: key, after, text, ...more };
}

export function note(key: StaffKey, text: string, after = 1): Line {
  return { by: 'note', staff: key, after, text };
}

export function automation(text: string, after = 0): Line {
  return { by: 'automation', after, text };
}

/** A colleague of `from` hands it to the scene's department. */
export function handover(key: StaffKey, from: DepartmentKey, text: string, after = 2): Line {
  return { by: 'handover', staff: key, after, text, from };
}
