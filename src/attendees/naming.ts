import { asciiDigits } from '../common/digits.js';
import { clip } from '../common/text.js';
import { formatPhone } from './phone-number.js';

/** Where a name comes from, best first; stored as guest.name_rank (A2). */
export const NAME_RANK = {
  /** a colleague wrote it: nothing a provider says changes it */
  staff: 0,
  /** the hotel's address book on the phone */
  contact: 1,
  attendee: 2,
  /** chosen by the guest */
  profile: 3,
  groupSubject: 4,
  phone: 5,
  none: 9,
} as const;
export type NameRank = (typeof NAME_RANK)[keyof typeof NAME_RANK];

export interface KnownName {
  /** through usableName(); null: nothing usable was told */
  name: string | null;
  rank: NameRank;
  /** provider time of that knowledge */
  at: Date;
}

export const MAX_NAME = 200;
export const NOBODY = 'Guest';

/**
 * Which name holds. A better source wins; of one source what was told later; told at the same moment, the
 * text decides, in byte order as SQL's COLLATE "C" does it. So the order of arrival never matters.
 */
export function betterName(current: KnownName, told: KnownName): KnownName {
  return compareNames(told, current) > 0 ? told : current;
}

function compareNames(a: KnownName, b: KnownName): number {
  if (a.name === null || b.name === null) return Number(a.name !== null) - Number(b.name !== null);
  if (a.rank !== b.rank) return b.rank - a.rank;
  if (a.at.getTime() !== b.at.getTime()) return a.at.getTime() - b.at.getTime();
  return Buffer.compare(Buffer.from(a.name), Buffer.from(b.name));
}

// Kept among the invisible ones: joiners and tags, which hold emoji and some scripts together.
const CONTROLS = /\p{Cc}|(?!\u200C|\u200D|[\u{E0020}-\u{E007F}])\p{Cf}|\p{Cs}/gu;
// What prints nothing: fillers people use for an "empty" name, and marks without a letter.
const PRINTS_NOTHING = /[\s\p{Cf}\p{M}\u115F\u1160\u2800\u3164\uFFA0\uFFFD]/gu;

/** A told name as it may be shown, or null when it is none: empty, a number, or an id of some machine. */
export function usableName(raw: string | null | undefined): string | null {
  const name = (raw ?? '')
    .replace(/[\t\n\v\f\r\u0085\u2028\u2029]/gu, ' ')
    .replace(CONTROLS, '')
    .replace(/\s+/gu, ' ')
    .trim();
  if (name.replace(PRINTS_NOTHING, '') === '' || isNumber(name) || isMachineId(name)) return null;
  return clip(name, MAX_NAME).trim();
}

/** Digits and what people write between them, also behind WhatsApp's `~`: a phone, a room, a lid. */
function isNumber(name: string): boolean {
  return /^[\d\s+().\-/~#*_\u2010-\u2015]*\d[\d\s+().\-/~#*_\u2010-\u2015]*$/u.test(asciiDigits(name));
}

const MACHINE_IDS = [
  /@(s\.whatsapp\.net|c\.us|g\.us|lid|newsletter|broadcast|hosted|hosted\.lid)\b/i,
  // Meta's business-scoped user ids: PT.4471902283650017, US.ENT.1234567890
  /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]*\d[A-Za-z0-9]*$/,
  /^(wamid|wa|lid|jid|chat|user)[.:_]\S+$/i,
  // a made-up name such as "Chat r8yzfs2g"
  /^chat (?=\S*\d)[\w-]{6,}$/i,
  /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  // opaque url-safe ids: one long word of both cases with digits strewn in, as no username has them
  /^(?=.*\d.*[A-Za-z].*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{20,}$/,
];

function isMachineId(name: string): boolean {
  return MACHINE_IDS.some((pattern) => pattern.test(name));
}

/** What a screen shows: the name, else the phone as people read it, else "Guest". */
export function displayName(guest: { name: string | null; phone: string | null }): string {
  return guest.name ?? (guest.phone ? formatPhone(guest.phone) : NOBODY);
}
