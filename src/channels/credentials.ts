import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** Whose credentials they are; bound into the seal, so that a row copied to another channel opens nothing. */
export interface Owner {
  hotelId: string;
  channelId: string;
}

const FORMAT = 1;
const ID_BYTES = 4;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD = 1 + ID_BYTES + IV_BYTES + TAG_BYTES;

/** Sealed with another key than ENCRYPTION_KEY, or changed since. */
export class CredentialsUnreadableError extends Error {
  override readonly name = 'CredentialsUnreadableError';
}

/** AES-256-GCM: format (1), key id (4), nonce (12), tag (16), then the sealed JSON. The key id tells which key to look for after a change. */
export class CredentialSeal {
  private readonly key: Buffer;
  private readonly keyId: Buffer;

  constructor(encryptionKey: Buffer) {
    this.key = Buffer.from(hkdfSync('sha256', encryptionKey, '', 'bellhop channel credentials', 32));
    this.keyId = createHash('sha256').update(this.key).digest().subarray(0, ID_BYTES);
  }

  seal(credentials: Record<string, string>, owner: Owner): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(boundTo(owner));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
    return Buffer.concat([Buffer.of(FORMAT), this.keyId, iv, cipher.getAuthTag(), sealed]);
  }

  open(sealed: Buffer, owner: Owner): Record<string, string> {
    if (sealed.length < HEAD || sealed[0] !== FORMAT) throw new CredentialsUnreadableError('not in a format we know');
    const [keyId, iv, tag] = [
      part(sealed, 1, ID_BYTES),
      part(sealed, 1 + ID_BYTES, IV_BYTES),
      part(sealed, HEAD - TAG_BYTES, TAG_BYTES),
    ];
    if (!keyId.equals(this.keyId))
      throw new CredentialsUnreadableError(
        `sealed with the key ${keyId.toString('hex')}, ENCRYPTION_KEY is ${this.keyId.toString('hex')}`,
      );
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, iv).setAAD(boundTo(owner)).setAuthTag(tag);
      const text = Buffer.concat([decipher.update(sealed.subarray(HEAD)), decipher.final()]).toString('utf8');
      return JSON.parse(text) as Record<string, string>;
    } catch {
      throw new CredentialsUnreadableError('they were changed, or belong to another channel');
    }
  }
}

function part(from: Buffer, start: number, length: number): Buffer {
  return from.subarray(start, start + length);
}

function boundTo({ hotelId, channelId }: Owner): Buffer {
  return Buffer.from(`${hotelId}/${channelId}`);
}
