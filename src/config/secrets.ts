import { createHash, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './env-reader.js';

/** Their files in DATA_DIR. */
const SECRET_NAMES = ['jwt-secret', 'encryption-key'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];

export interface Secrets {
  jwtSecret: Buffer;
  encryptionKey: Buffer;
  /** those that lie in DATA_DIR */
  keptSecrets: SecretName[];
}

/** The secrets as given, else those made once in DATA_DIR (mode 0600). Without `keep`, what is not there is made up and forgotten. */
export function loadSecrets(
  dataDir: string,
  given: { jwtSecret: string | null; encryptionKey: string | null },
  keep: boolean,
): Secrets {
  const jwtSecret = given.jwtSecret ?? keptSecret(dataDir, 'jwt-secret', keep);
  const encryptionKey = given.encryptionKey ?? keptSecret(dataDir, 'encryption-key', keep);
  return {
    jwtSecret: bytesOf(jwtSecret),
    encryptionKey: encryptionKeyOf(encryptionKey),
    keptSecrets: SECRET_NAMES.filter((name) => given[name === 'jwt-secret' ? 'jwtSecret' : 'encryptionKey'] === null),
  };
}

/** The encryption key as a text of `ENCRYPTION_KEY` or its file says it. */
export function encryptionKeyOf(secret: string): Buffer {
  const key = bytesOf(secret);
  return key.length === 32 ? key : createHash('sha256').update(key).digest();
}

/** 64 hex digits or more are read as bytes, everything else as text. */
function bytesOf(secret: string): Buffer {
  return /^([0-9a-f]{2}){32,}$/i.test(secret) ? Buffer.from(secret, 'hex') : Buffer.from(secret, 'utf8');
}

function keptSecret(dataDir: string, name: SecretName, keep: boolean): string {
  const path = join(dataDir, name);
  try {
    if (!keep) return read(path) ?? newSecret();
    mkdirSync(dataDir, { recursive: true });
    return read(path) ?? make(path);
  } catch (error) {
    throw new ConfigError([dataDirProblem(dataDir, error)]);
  }
}

function read(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8').trim();
    if (Buffer.byteLength(text) < 32) throw new ConfigError([`${path} is damaged: it must hold 32 bytes or more.`]);
    return text;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

function newSecret(): string {
  return randomBytes(32).toString('hex');
}

/** Linked into place whole: of two programs that start at once, both use the one that came first. */
function make(path: string): string {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${newSecret()}\n`, { mode: 0o600, flag: 'wx', flush: true });
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(path) ?? '';
}

/** One line a person can act on, for whatever stands in the way of writing to DATA_DIR. */
export function dataDirProblem(dataDir: string, error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  switch (codeOf(error)) {
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
    case 'ENOENT': // what mkdir answers on a read-only disk
      return `DATA_DIR ${dataDir} cannot be written to: give this user the right to, or set DATA_DIR to another folder.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `The disk of DATA_DIR ${dataDir} is full.`;
    case 'ENOTDIR':
    case 'EEXIST':
      return `DATA_DIR ${dataDir} is not a folder.`;
    default:
      return `DATA_DIR ${dataDir} cannot be used: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
