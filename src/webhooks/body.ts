import type { IncomingMessage } from 'node:http';

import { DomainError } from '../common/errors.js';

/** contracts/meta-cloud.md 2.2: a POST may have 3 MB. */
const BODY_LIMIT = 3 * 1024 * 1024;

/** A request's body, byte for byte as it was signed. Rejects with `body_too_large`, or when the client goes away. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) return void chunks.push(chunk);
      request.removeAllListeners('data').pause();
      reject(new DomainError('too_large', 'body_too_large', 'A webhook may have 3 MB.'));
    });
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    request.on('error', reject);
  });
}
