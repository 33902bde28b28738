import { createHash } from 'node:crypto';
import { toCanonicalJson } from '#platform/text/canonical-json.ts';
import type { JobIdentity } from './job.ts';

/** SHA-256, in 64 hexadecimal digits, of everything that identifies a job; the order of an object's keys has no influence. */
export function toInstanceKey({ name, fileSha256, target, mapping, parameters }: JobIdentity): string {
  const identity = { name, fileSha256, target, mapping, parameters };
  return createHash('sha256').update(toCanonicalJson(identity)).digest('hex');
}
