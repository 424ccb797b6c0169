/** "pt-BR" → "Portuguese (Brazil)", in the reader's language; what nobody knows stays as it is. */
export function languageName(tag: string, reader: string): string {
  try {
    return new Intl.DisplayNames(reader, { type: 'language' }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}
