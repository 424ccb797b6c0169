import { InvalidContentError } from './outgoing-content.js';

/** Emoji as Unicode recommends them for interchange, one of them: skin tones, flags and families included. */
const ONE_EMOJI = new RegExp('^\\p{RGI_Emoji}$', 'v');
/** Asks for the coloured picture; some keyboards leave it out. */
const AS_PICTURE = '\uFE0F';

/** Throws InvalidContentError for anything that is not exactly one emoji. */
export function oneEmoji(text: string): string {
  const found = [text, text + AS_PICTURE].find((candidate) => ONE_EMOJI.test(candidate));
  if (found === undefined)
    throw new InvalidContentError([
      { field: 'emoji', code: 'not_an_emoji', message: 'A reaction is exactly one emoji.' },
    ]);
  return found;
}
