import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Transform, Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';

export interface WrittenFile {
  /** of the file as it lies there, compressed */
  bytes: number;
  /** of the same; lower-case hex */
  sha256: string;
}

/** Compresses a stream into a file, which is on the disk when this returns. Memory does not grow with it. */
export async function writeCompressed(
  source: Readable | AsyncIterable<string>,
  path: string,
  signal: AbortSignal,
): Promise<WrittenFile> {
  const measure = new Measure();
  // The quickest level: a million messages and receipts, a database of 838 MB, come to 76 MB all the same.
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true });
  await pipeline(source, gzip, measure, file, { signal });
  return measure.written;
}

/** What a compressed file really holds: its measure, and its lines, each of which `COPY` ends with a line feed. */
export async function readBack(path: string): Promise<WrittenFile & { lines: number }> {
  const measure = new Measure();
  let lines = 0;
  const count = new Writable({
    write(chunk: Buffer, _encoding, done) {
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines++;
      done();
    },
  });
  await pipeline(createReadStream(path), measure, createGunzip(), count);
  return { ...measure.written, lines };
}

/** The lines of a compressed file, one by one. */
export async function* linesOf(path: string): AsyncGenerator<string> {
  const text = createReadStream(path).pipe(createGunzip());
  yield* linesIn(text);
}

/** The lines of a stream of text. */
export async function* linesIn(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
}

export async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** What was made or renamed in a folder is on the disk when the folder is. */
export async function syncFolder(path: string): Promise<void> {
  const handle = await open(path);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Counts and hashes what passes. */
class Measure extends Transform {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  get written(): WrittenFile {
    return { bytes: this.bytes, sha256: this.hash.copy().digest('hex') };
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error: null, chunk: Buffer) => void): void {
    this.bytes += chunk.length;
    this.hash.update(chunk);
    done(null, chunk);
  }
}
