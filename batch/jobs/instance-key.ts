import { createHash } from 'node:crypto';
import type { JobIdentity } from './job.ts';

/** SHA-256, in 64 hexadecimal digits, of all that identifies a job; the order of an object's keys says nothing. */
export function toInstanceKey({ name, fileSha256, target, mapping, parameters }: JobIdentity): string {
  const identity = { name, fileSha256, target, mapping, parameters };
  return createHash('sha256').update(toCanonicalJson(identity)).digest('hex');
}

/** JSON with sorted keys; what is undefined is left out, as JSON does. */
function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
