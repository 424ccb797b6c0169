import { FarSide } from './far-side.js';
import type { FarSideCall } from './far-side-process.js';

/** The child process: does what it is called to do, one answer per call, and ends with its parent. */
const farSide = new FarSide();

process.on('message', ({ id, name, args }: FarSideCall) => {
  const called = async (): Promise<unknown> => (farSide[name] as (...given: unknown[]) => unknown)(...args);
  called().then(
    (result) => process.send?.({ id, result }),
    (error: unknown) =>
      process.send?.({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
