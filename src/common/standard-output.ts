import { Writable } from 'node:stream';

import { pino } from 'pino';

/** What waits for a disk that takes nothing; lines past it are dropped. */
const KEPT_BYTES = 1024 * 1024;

/** For lines that nobody may be there to take: its terminal closed, its file's disk full. That ends no desk. */
export function standardOutput({ sync }: { sync: boolean }): ReturnType<typeof pino.destination> {
  const output = pino.destination({ dest: process.stdout.fd, sync, maxLength: KEPT_BYTES });
  output.on('error', () => {
    output.flushSync = () => undefined; // at the end it would wait for room for ever
  });
  return output;
}

/** The same for who would end with it. */
export class Steady extends Writable {
  constructor(private readonly output: { write(text: string): unknown }) {
    super({ decodeStrings: false });
  }

  override _write(chunk: string | Buffer, _encoding: string, done: () => void): void {
    this.output.write(chunk.toString());
    done();
  }
}
