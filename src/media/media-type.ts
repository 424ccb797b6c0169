import { open } from 'node:fs/promises';
import { extname } from 'node:path';

import { fileTypeFromFile } from 'file-type';

const LOOKED_AT = 64 * 1024;

/** Other names of the same thing. */
const ALIASES: Record<string, string> = { 'audio/x-m4a': 'audio/mp4', 'audio/opus': 'audio/ogg; codecs=opus' };

/** Old Office files share one container: their names tell them apart. */
const COMPOUND: Record<string, string> = {
  '.doc': 'application/msword',
  '.xls': 'application/vnd.ms-excel',
  '.ppt': 'application/vnd.ms-powerpoint',
};

/** What a browser shows or plays without running anything in it. Everything else is only downloaded. */
const INLINE = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'video/mp4',
  'video/3gpp',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/aac',
  'audio/amr',
  'audio/ogg',
  'audio/ogg; codecs=opus',
]);

/** Would act if it were opened as what it is; handed out as plain bytes. */
const ACTIVE = /^(text\/(html|x-script)|image\/svg\+xml|application\/(xml|xhtml\+xml|x-msdownload|x-executable|x-elf))/;

/** Names that a guest's phone or computer would run, whatever is inside. */
const RUNS =
  /\.(apk|app|bat|cmd|com|cpl|dll|exe|gadget|hta|html?|inf|ipa|jar|jse?|lnk|mht(ml)?|mjs|msc|msi|php\d?|pif|ps1|py|rb|reg|scr|sh|svgz?|url|vb[es]?|wsf|xht(ml)?|xml)$/i;

/**
 * What a file is by its own bytes (E7); `declared` and the name only choose between things that share a container.
 * Words without a signature are `text/plain`, or what they would be to a browser.
 */
export async function realType(path: string, declared: string | null, filename: string | null): Promise<string> {
  const found = (await fileTypeFromFile(path))?.mime;
  if (found === undefined) return typeOfText(await beginningOf(path));
  if (found === 'application/xml') return typeOfText(await beginningOf(path));
  if (found === 'application/x-cfb') return COMPOUND[extname(filename ?? '').toLowerCase()] ?? found;
  // A recording without pictures may be in the same container as a film.
  if (found === 'video/mp4' && declared?.startsWith('audio/')) return 'audio/mp4';
  return ALIASES[found] ?? found;
}

export function isInline(mimeType: string): boolean {
  return INLINE.has(mimeType);
}

/** The type to hand a file out with. */
export function servedType(mimeType: string): string {
  if (ACTIVE.test(mimeType)) return 'application/octet-stream';
  return mimeType === 'text/plain' ? 'text/plain; charset=utf-8' : mimeType;
}

export function runsByName(filename: string): boolean {
  return RUNS.test(filename);
}

function typeOfText(bytes: Buffer): string {
  const text = textOf(bytes);
  if (text === null) return 'application/octet-stream';
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml';
  if (text.startsWith('#!') || /^\s*<\?php/i.test(text)) return 'text/x-script';
  if (/<(!doctype\s+html|html|head|body|script|iframe|object|embed)[\s/>]/i.test(text)) return 'text/html';
  return /^\s*<\?xml/i.test(text) ? 'application/xml' : 'text/plain';
}

/** Null: not words. A character cut at the end of what was looked at is none of the file's fault. */
function textOf(bytes: Buffer): string | null {
  if (bytes.length === 0) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: bytes.length === LOOKED_AT });
    // oxlint-disable-next-line no-control-regex -- control characters are what tells bytes from words
    return /[\u0000-\u0008\u000E-\u001A\u001C-\u001F]/.test(text) ? null : text;
  } catch {
    return null;
  }
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}
