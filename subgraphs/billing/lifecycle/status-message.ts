import { z } from 'zod';
import { isUuid } from '#platform/database/uuid.ts';
import { isPlainText, normaliseText } from '#platform/text/plain-text.ts';
import { lifecycleCodes } from './lifecycle-codes.ts';

/** A text of a message in its normal form. */
function line(maxLength: number) {
  const rule = `must be a text of 1 to ${maxLength} characters`;
  return z
    .string(rule)
    .min(1, rule)
    .max(maxLength, rule)
    .transform(normaliseText)
    .refine((text) => isPlainText(text), rule);
}

const statusRule = `must be a code from ${lifecycleCodes.min} to ${lifecycleCodes.max}`;

const form = z.strictObject({
  /** Another one for each message: a repeated one has no effect. */
  id: z
    .string('must be a UUID')
    .refine(isUuid, 'must be a UUID')
    .transform((id) => id.toLowerCase()),
  /** The number of the invoice. */
  invoice: line(64),
  status: z.int(statusRule).min(lifecycleCodes.min, statusRule).max(lifecycleCodes.max, statusRule),
  at: z.iso
    .datetime({ offset: true, error: 'must be an instant by ISO 8601, such as 2026-09-01T08:30:00Z' })
    .transform((text) => new Date(text)),
  reasons: z
    .array(z.strictObject({ code: line(50).optional(), text: line(500) }))
    .max(20, 'must have at most 20 reasons')
    .default([]),
});

/** A status that a platform tells of an invoice. */
type StatusMessage = z.output<typeof form>;
/** The reason for a status, such as a refusal. */
export type StatusReason = StatusMessage['reasons'][number];

/** A message, or all that is wrong with it, a line each with the path of the member. */
export type ReadStatusMessage =
  | { readonly message: StatusMessage; readonly problems?: never }
  | { readonly message?: never; readonly problems: readonly string[] };

/** Reads the text of a message. */
export function parseStatusMessage(text: string): ReadStatusMessage {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    return { problems: ['must be JSON'] };
  }
  const read = form.safeParse(given);
  if (read.success) return { message: read.data };
  return { problems: read.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`) };
}
