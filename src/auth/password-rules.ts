import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

import { isTooShort, SHORTEST_PASSWORD } from '../common/password-length.js';
import { fold } from '../common/text.js';
import { WeakPasswordError } from './errors.js';

/** zxcvbn's scale of 0 to 4: what falls within a million guesses is refused. Sign-in lets nobody guess that often. */
const LEAST_SCORE = 2;
/** The estimate's work grows faster than its text: more than this tells it nothing new (64 characters: up to 70 ms). */
const JUDGED = 40;

let judge: ZxcvbnFactory | null = null;

/**
 * Length and guessability instead of symbols: ten characters, and none of the 30,000 passwords everybody tries, nor
 * a row of keys, a repetition or a date in their place. `about`: what an attacker knows of the person, their e-mail,
 * name and hotel; a password made of it is refused too. Throws WeakPasswordError, whose `errors` say which rule.
 */
export function checkPassword(password: string, about: readonly string[], field = 'password'): void {
  if (isTooShort(password))
    throw new WeakPasswordError(
      field,
      'password_too_short',
      `A password needs ${SHORTEST_PASSWORD} characters or more.`,
    );
  const known = about.flatMap(wordsOf);
  const plain = fold(password);
  if (known.includes(plain))
    throw new WeakPasswordError(field, 'password_is_personal', 'The password must not be your name or e-mail address.');
  judge ??= new ZxcvbnFactory({ graphs: adjacencyGraphs, dictionary });
  const judged = Array.from(drawnTogether(password)).slice(0, JUDGED).join('');
  const { score } = judge.check(judged, ['bellhop', 'hotel', ...known]);
  if (score < LEAST_SCORE)
    throw new WeakPasswordError(
      field,
      'password_too_common',
      'This password is among the first that are tried. Three or four words that do not belong together are better.',
    );
}

/** One thing said several times is guessed as soon with something between as without: "harbour harbour", "Harbour-harbour!". */
function drawnTogether(password: string): string {
  const together = fold(password).replace(/[\p{P}\p{Z}]+/gu, '');
  return /^(.+?)\1+$/u.test(together) ? together : password;
}

/** The whole of it and its words: "Inês Duarte" gives "ines duarte", "inesduarte", "ines" and "duarte". */
function wordsOf(text: string): string[] {
  const plain = fold(text);
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 2);
  return [...new Set([plain, words.join(''), ...words])].filter((word) => word !== '');
}
