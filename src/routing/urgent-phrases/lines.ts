/**
 * What danger and being shut out sound like in one language, a pattern a line: case and accents folded,
 * punctuation a space, whole words. ` … ` stands for up to four words, `^` and `$` for the message's ends.
 * `harmless` is taken out of the text first ("fireplace", "gas station"), in every language, so that only
 * what remains can ring. Written for kinds of danger, in the words frightened people use.
 */
export interface UrgentLanguage {
  harmless: readonly string[];
  /** what the alert names → how guests say it */
  urgent: Readonly<Record<string, readonly string[]>>;
}

export function lines(text: TemplateStringsArray): readonly string[] {
  return (text.raw[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}
