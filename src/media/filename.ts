/** File systems and providers stop at about this many; a name is for people anyway. */
const LONGEST = 120;

/**
 * A name as people may see it and a header may carry it: no path, no control or direction characters that would
 * make `gnp.exe` read as `exe.png`, not too long. Never a place on our disk: that is made from the content.
 */
export function safeFilename(given: string | null | undefined): string | null {
  if (!given) return null;
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const clean = last
    .toWellFormed()
    .replace(/[\p{Cc}\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .trim()
    .replace(/^\.+/, '');
  if (clean === '') return null;
  const points = Array.from(clean);
  if (points.length <= LONGEST) return clean;
  const ending = /\.[A-Za-z0-9]{1,10}$/.exec(clean)?.[0] ?? '';
  return points.slice(0, LONGEST - ending.length).join('') + ending;
}

/** RFC 6266: the plain form for old readers, the other one with all characters. */
export function contentDisposition(kind: 'inline' | 'attachment', filename: string | null): string {
  if (filename === null) return kind;
  const plain = filename.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const full = encodeURIComponent(filename).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`);
  return `${kind}; filename="${plain}"; filename*=UTF-8''${full}`;
}
