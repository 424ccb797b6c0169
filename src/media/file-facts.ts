import { parseFile } from 'music-metadata';
import sharp from 'sharp';

/** What is known of a file beside its bytes. */
export interface FileFacts {
  mimeType: string;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  /** WebP, the right way up, without the original's EXIF (place, camera); null: none is needed or can be made */
  thumbnail: Buffer | null;
}

/** Twice the width of a bubble, for screens with two dots a pixel. */
const THUMBNAIL_SIDE = 640;
/** Below this the picture itself is as quick. */
const SMALL_ENOUGH = 48 * 1024;
/** A picture made to fill the memory is larger than any camera's that a messenger carries. */
const MOST_PIXELS = 60_000_000;
const LONGEST_LOOK_MS = 10_000;

// Libvips takes a thread per core and keeps a cache; neither helps files that come one at a time.
sharp.concurrency(1);
sharp.cache(false);

/** Looks into a file of this type. What cannot be read is left out: the file is kept all the same. */
export async function factsOf(path: string, mimeType: string, size: number): Promise<FileFacts> {
  const facts: FileFacts = { mimeType, width: null, height: null, durationMs: null, thumbnail: null };
  try {
    if (/^image\/(jpeg|png|webp|gif)$/.test(mimeType)) return { ...facts, ...(await pictureFacts(path, size)) };
    if (/^(audio|video)\//.test(mimeType)) return { ...facts, durationMs: await durationOf(path) };
  } catch {
    // a damaged or unusual file: it has no facts
  }
  return facts;
}

async function pictureFacts(path: string, size: number): Promise<Pick<FileFacts, 'width' | 'height' | 'thumbnail'>> {
  const picture = sharp(path, { limitInputPixels: MOST_PIXELS, failOn: 'truncated', sequentialRead: true });
  const { autoOrient } = await picture.metadata();
  const thumbnail =
    size <= SMALL_ENOUGH
      ? null
      : await picture
          .autoOrient()
          .resize({ width: THUMBNAIL_SIDE, height: THUMBNAIL_SIDE, fit: 'inside', withoutEnlargement: true })
          .webp({ quality: 75 })
          .toBuffer();
  return { width: autoOrient.width, height: autoOrient.height, thumbnail };
}

async function durationOf(path: string): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The file takes too long to read.')), LONGEST_LOOK_MS);
  });
  try {
    const read = parseFile(path, { duration: true, skipCovers: true });
    const { format } = await Promise.race([read, tooLong]);
    const { duration } = format;
    return duration !== undefined && Number.isFinite(duration) && duration > 0 ? Math.round(duration * 1000) : null;
  } finally {
    clearTimeout(timer);
  }
}
