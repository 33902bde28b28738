import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import { z } from 'zod';
import { readFileIfAny, writePrivateFile } from './private-file.ts';

const keysSchema = z.object({
  jwks: z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string() })).min(1) }),
  cookieKeys: z.array(z.string().min(32)).min(1),
});

/** The keys with which the provider signs tokens (RS256) and cookies. */
export type ProviderKeys = z.output<typeof keysSchema>;

/**
 * Loads the keys of the folder, made at the first start, so that tokens and sessions outlive a restart.
 *
 * @throws when the file is there and cannot be read: new keys would silently end every session.
 */
export async function loadProviderKeys(folder: string): Promise<ProviderKeys> {
  const path = join(folder, 'keys.json');
  const text = readFileIfAny(path);
  if (text !== undefined) return keysSchema.parse(JSON.parse(text));
  const keys = await createProviderKeys();
  writePrivateFile(path, JSON.stringify(keys));
  return keys;
}

async function createProviderKeys(): Promise<ProviderKeys> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return keysSchema.parse({
    jwks: { keys: [{ ...jwk, kid, alg: 'RS256', use: 'sig' }] },
    cookieKeys: [randomBytes(32).toString('base64url')],
  });
}
