/**
 * The number a `to` means, as Meta reads it: without a plus, the business number's country code is put
 * in front, whatever is there already.
 */
export function dialled(to: string, countryCode: string): string {
  const digits = to.replace(/[^\d]/g, '');
  return to.trim().startsWith('+') ? digits : countryCode + digits;
}

/** The other spelling of a Brazilian, Mexican or Argentine mobile number, or null. */
export function otherForm(digits: string): string | null {
  const swaps: [with_: RegExp, without: string, back: RegExp, added: string][] = [
    [/^55(\d{2})9(\d{8})$/, '55$1$2', /^55(\d{2})([6-9]\d{7})$/, '55$19$2'],
    [/^521(\d{10})$/, '52$1', /^52(\d{10})$/, '521$1'],
    [/^549(\d{10})$/, '54$1', /^54(\d{10})$/, '549$1'],
  ];
  for (const [long, without, short, added] of swaps) {
    if (long.test(digits)) return digits.replace(long, without);
    if (short.test(digits)) return digits.replace(short, added);
  }
  return null;
}
