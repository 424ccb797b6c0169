const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The text within `max`, cut between what people see as characters, with "…" for what is gone. Counted in
 * UTF-16 units, the largest of the ways a provider may count (meta-cloud 8.4 leaves it open), so it always fits.
 */
export function fitText(text: string, max: number): string {
  if (text.length <= max) return text;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    if (kept.length + segment.length > max - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** Titles within `max`, no two alike after cutting: a list where two rows say the same cannot be answered by name. */
export function fitTitles(titles: readonly string[], max: number): string[] {
  const taken = new Set<string>();
  return titles.map((title) => {
    let fitted = fitText(title, max);
    for (let n = 2; taken.has(fitted); n++) fitted = `${fitText(title, max - ` ${n}`.length)} ${n}`;
    taken.add(fitted);
    return fitted;
  });
}
