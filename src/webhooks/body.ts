import type { IncomingMessage } from 'node:http';

import { DomainError } from '../common/errors.js';
import type { Held } from './door-load.js';

/** contracts/meta-cloud.md 2.2: a POST may have 3 MB. */
const BODY_LIMIT = 3 * 1024 * 1024;
/** 3 MB over a slow line; whoever dribbles longer holds memory and a place. */
const BODY_MS = 20_000;

/**
 * A request's body, byte for byte as it was signed. Rejects with `body_too_large`, with `store_busy` when the door holds too
 * much, with `too_slow`, or when the client goes away.
 */
export function readBody(request: IncomingMessage, held: Held): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const stop = (error: unknown): void => {
      clearTimeout(timer);
      request.removeAllListeners('data').pause();
      reject(error);
    };
    const timer = setTimeout(
      () => stop(new DomainError('too_slow', 'too_slow', 'The request took too long to arrive.')),
      BODY_MS,
    );
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > BODY_LIMIT) return stop(new DomainError('too_large', 'body_too_large', 'A webhook may have 3 MB.'));
      try {
        held.carry(chunk.length);
      } catch (error) {
        return stop(error);
      }
      chunks.push(chunk);
    });
    request.on('end', () => {
      clearTimeout(timer);
      resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
    request.on('error', stop);
  });
}
