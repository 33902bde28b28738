import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const algorithm = 'aes-256-gcm';
const version = 1;
const keyIdBytes = 4;
/** 96 random bits, as NIST SP 800-38D section 8.2.2 has it. */
const ivBytes = 12;
const tagBytes = 16;
const headerBytes = 1 + keyIdBytes;

/** Encrypts what must lie outside this process: tokens in the database, a login attempt in a cookie. */
export interface SecretBox {
  /** Encrypts with the first secret. `context` must be given again to open, and is not stored. */
  seal(plain: string, context: string): Buffer;
  /** The text that was sealed, or `undefined` when no secret fits, the context is another, or a bit has changed. */
  open(sealed: Uint8Array, context: string): string | undefined;
}

/**
 * AES-256-GCM under keys derived from the secrets (HKDF, RFC 5869).
 *
 * Several secrets allow rotation: the first encrypts, all decrypt. The context is authenticated with the text, so that
 * a sealed value moved to another row or used for another purpose does not open.
 *
 * @throws {TypeError} without a secret.
 */
export function createSecretBox(secrets: readonly string[]): SecretBox {
  const keys = secrets.map(toKey);
  const [first] = keys;
  if (first === undefined) throw new TypeError('A secret box needs at least one secret.');
  return {
    seal(plain, context) {
      const iv = randomBytes(ivBytes);
      const cipher = createCipheriv(algorithm, first.bytes, iv, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(context, 'utf8'));
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(version), first.id, iv, cipher.getAuthTag(), body]);
    },
    open(sealed, context) {
      const box = Buffer.from(sealed);
      if (box.length < headerBytes + ivBytes + tagBytes || box[0] !== version) return undefined;
      const key = keys.find(({ id }) => id.equals(box.subarray(1, headerBytes)));
      return key === undefined ? undefined : decrypt(key.bytes, box.subarray(headerBytes), context);
    },
  };
}

function decrypt(key: Buffer, box: Buffer, context: string): string | undefined {
  const decipher = createDecipheriv(algorithm, key, box.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context, 'utf8'));
  decipher.setAuthTag(box.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return decipher.update(box.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    // The one way to fail here is an authentication tag that does not fit.
    return undefined;
  }
}

/** The id tells keys apart without telling anything of them. */
function toKey(secret: string): { id: Buffer; bytes: Buffer } {
  const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'gateway session secret box', 32));
  return { id: createHash('sha256').update('key id').update(bytes).digest().subarray(0, keyIdBytes), bytes };
}
