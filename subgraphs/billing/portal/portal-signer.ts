import { createHmac, timingSafeEqual } from 'node:crypto';

/** The parts of a link that its signature covers. */
export interface SignedLink {
  readonly id: string;
  readonly invoiceId: string;
  readonly expiresAt: Date;
}

/** A token as it was given; its signature may be wrong. */
export interface PortalToken {
  readonly linkId: string;
  readonly signature: Buffer;
}

const idBytes = 16;
const signatureBytes = 32;
/** 48 bytes fill 64 characters of base64url, so that no character can be altered without altering a byte. */
const tokenForm = /^[\w-]{64}$/;

/** Signs the tokens of links by HMAC-SHA256 (RFC 2104), so that the database alone is not enough to make one. */
export class PortalSigner {
  readonly #keys: readonly [string, ...string[]];

  /** @param keys the first signs; all verify, so that a key can be replaced while links made with it are out */
  constructor(keys: readonly [string, ...string[]]) {
    this.#keys = keys;
  }

  /** Creates the token of a link: its id and its signature. */
  sign(link: SignedLink): string {
    const [key] = this.#keys;
    return Buffer.concat([toIdBytes(link.id), computeSignature(key, link)]).toString('base64url');
  }

  /** True if one of the keys has signed the link. It takes the same time whichever did, and if none did. */
  verify(link: SignedLink, signature: Buffer): boolean {
    return this.#keys.map((key) => timingSafeEqual(computeSignature(key, link), signature)).includes(true);
  }
}

/** Takes a token apart; undefined if it has another form. */
export function parsePortalToken(text: string): PortalToken | undefined {
  if (!tokenForm.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const hex = bytes.toString('hex', 0, idBytes);
  const linkId = [0, 8, 12, 16, 20].map((at, part) => hex.slice(at, [8, 12, 16, 20, 32][part])).join('-');
  return { linkId, signature: bytes.subarray(idBytes, idBytes + signatureBytes) };
}

function toIdBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function computeSignature(key: string, { id, invoiceId, expiresAt }: SignedLink): Buffer {
  // The first line keeps the key from signing anything else of the same form.
  const signed = ['facturation portal link 1', id, invoiceId, expiresAt.toISOString()].join('\n');
  return createHmac('sha256', key).update(signed).digest();
}
