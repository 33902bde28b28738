import { z } from 'zod';
import type { SecretBox } from './secret-box.ts';

/** The tokens that the provider gave for a session. They never leave the server. */
export interface SessionTokens {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** Shown to the provider as a hint at sign-out (OpenID Connect RP-Initiated Logout 1.0 section 2). */
  readonly idToken?: string | undefined;
}

const storedTokens = z.object({
  accessToken: z.string(),
  refreshToken: z.string().optional(),
  idToken: z.string().optional(),
});

/** Encrypts tokens for one session's row; in another row they do not open. */
export function sealTokens(box: SecretBox, idHash: Buffer, tokens: SessionTokens): Buffer {
  return box.seal(JSON.stringify(tokens), toContext(idHash));
}

/** The tokens of a row, or `undefined` when its secret is no longer configured. */
export function openTokens(box: SecretBox, idHash: Buffer, sealed: Buffer): SessionTokens | undefined {
  const plain = box.open(sealed, toContext(idHash));
  return plain === undefined ? undefined : storedTokens.parse(JSON.parse(plain));
}

function toContext(idHash: Buffer): string {
  return `session:${idHash.toString('hex')}`;
}
