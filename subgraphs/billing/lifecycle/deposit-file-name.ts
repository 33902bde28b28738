import { createHash } from 'node:crypto';
import type { PlatformDocument } from './platform.ts';

/** A number of these characters is another name on each file system, also on one that ignores case. */
const plainNumber = /^[A-Z0-9][A-Z0-9_-]{0,63}$/;
const maxReadableLength = 64;

/**
 * Names the file of a document that is given to a platform: after its number if that is a name of its own everywhere, or else after the
 * readable part of the number and, since `F/1` and `F-1` read alike, the invoice's id. No plain number has the `~` between both.
 */
export function toDepositFileName({ invoiceId, number }: PlatformDocument): string {
  if (plainNumber.test(number)) return `${number}-cii.xml`;
  const readable = number.replace(/[^A-Za-z0-9_-]+/g, '-').slice(0, maxReadableLength);
  return `${readable}~${invoiceId}-cii.xml`;
}

/** The longest name in bytes beside which a text with a longer name can lie. */
const maxNameBytes = 200;

/** Names the text with what is wrong with a message. */
export function toProblemsFileName(message: string): string {
  const name =
    Buffer.byteLength(message) <= maxNameBytes
      ? message
      : `long-name-${createHash('sha256').update(message).digest('hex')}`;
  return `${name}.problems.txt`;
}
