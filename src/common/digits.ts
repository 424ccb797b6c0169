/** What people's keyboards put between or instead of plain digits: full-width, Arabic-Indic, Persian, keycaps. */
const OTHER_ZEROS = [0x0660, 0x06f0, 0x0966];

/** The same text with every digit as 0–9; full-width signs (＋ ． （) become ASCII too. */
export function asciiDigits(text: string): string {
  return text.normalize('NFKC').replace(/[\u0660-\u0669\u06F0-\u06F9\u0966-\u096F]/g, (digit) => {
    const point = digit.charCodeAt(0);
    const zero = OTHER_ZEROS.find((start) => point >= start && point <= start + 9) ?? point;
    return String(point - zero);
  });
}
