/** Bytes as people say them, in the page's language: "1.2 MB". */
export function sizeInWords(size: number): string {
  const [value, unit] = size >= 1_000_000 ? [size / 1_000_000, 'megabyte'] : [Math.ceil(size / 1000), 'kilobyte'];
  const format = new Intl.NumberFormat(document.documentElement.lang, {
    style: 'unit',
    unit,
    maximumFractionDigits: 1,
  });
  return format.format(value);
}
