import { z } from 'zod';
import { registryBounds } from '../bounds.ts';
import { isStorableText } from '../storable-text.ts';

const { instanceUrl, instanceVersion, minLeaseSeconds, maxLeaseSeconds } = registryBounds;

/** Without a line break or another control character, so that it can stand in a line of a log. */
const printable = /^[^\p{C}]*$/u;

const instanceId = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** The body of a registration. */
export const instanceRequestSchema = z.strictObject({
  url: z
    .string()
    .max(instanceUrl)
    .refine(
      isInstanceUrl,
      'must be an absolute http or https URL without user, password and fragment, such as http://10.0.0.7:4001/graphql',
    )
    .transform((text) => new URL(text).href),
  sdlHash: z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 of the SDL, as 64 hexadecimal digits'),
  version: z
    .string()
    .max(instanceVersion)
    .refine((text) => isStorableText(text) && printable.test(text), 'must be printable characters')
    .default(''),
  leaseSeconds: z.int().min(minLeaseSeconds).max(maxLeaseSeconds),
});

/** Tests if a text can be the id of an instance. */
export function isInstanceId(text: string): boolean {
  return instanceId.test(text);
}

function isInstanceUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, hash, href } = new URL(text);
  const isPlain = username === '' && password === '' && hash === '';
  return (protocol === 'http:' || protocol === 'https:') && isPlain && href.length <= instanceUrl;
}
