import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the simulated Cloud API and the seeded channel share. Made once: a second start is the same account. */
export interface DemoSecrets {
  accessToken: string;
  appSecret: string;
  verifyToken: string;
}

const NAMES = ['accessToken', 'appSecret', 'verifyToken'] as const;

/** DATA_DIR is there already: the configuration keeps its own secrets in it. */
export function demoSecrets(dataDir: string): DemoSecrets {
  const path = join(dataDir, 'demo.json');
  const kept = read(path);
  if (kept) return kept;
  const made: DemoSecrets = {
    accessToken: `EAAdemo${randomBytes(24).toString('hex')}`,
    appSecret: randomBytes(16).toString('hex'),
    verifyToken: randomBytes(16).toString('hex'),
  };
  writeFileSync(path, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}

/** null: not there, or not whole; then new ones are made and the channel gets them. */
function read(path: string): DemoSecrets | null {
  try {
    const kept = JSON.parse(readFileSync(path, 'utf8')) as Partial<Record<string, unknown>>;
    const whole = NAMES.every((name) => typeof kept[name] === 'string' && kept[name] !== '');
    return whole ? (kept as unknown as DemoSecrets) : null;
  } catch {
    return null;
  }
}
