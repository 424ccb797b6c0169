import { vi } from 'vitest';

import { Config } from '../../src/config/index.js';
import type { TalkingDesk } from './talking-desk.js';

/** An operator's shell beside this desk: commands find its database, and what they print is kept. Ends with vitest's stubs and spies. */
export function shellBeside(desk: TalkingDesk): { out: string; err: string } {
  const said = { out: '', err: '' };
  const config = desk.app.get(Config);
  vi.stubEnv('DATABASE_URL', config.database.url ?? '');
  vi.stubEnv('JWT_SECRET', config.jwtSecret.toString('hex'));
  vi.stubEnv('ENCRYPTION_KEY', config.encryptionKey.toString('hex'));
  vi.stubEnv('META_GRAPH_URL', config.meta.graphUrl);
  vi.stubEnv('REDIS_URL', config.queue.redis?.url ?? '');
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((said.out += text), true));
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((said.err += text), true));
  return said;
}
