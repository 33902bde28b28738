import { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import { recordEffect } from '#platform/audit/record-effect.ts';
import type { Crm } from '../crm-parts.ts';
import { contactBounds } from '../domain/contact-words.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { StrikeContactInput } from '../generated/types.ts';
import { changeContact, lockContact } from '../store/contact-store.ts';
import { type ContactPayload, checkContact, refuseContact } from './contact-payload.ts';

/** Strikes an entry of the journal out: it stays, and no longer counts. */
export function strikeContact(
  { db, clock }: Crm,
  viewer: RequestViewer,
  { id, expectedVersion, reason: given }: StrikeContactInput,
): Promise<ContactPayload> {
  const problems = new InputProblems();
  const rule = { maxLength: contactBounds.reason, isMultiline: true };
  const strikeReason = parseRequiredText(given, rule, problems.at('reason'));
  return db.transaction(async (tx) => {
    const contact = await lockContact(tx, id);
    checkContact(contact, { expectedVersion, viewer }, problems);
    if (contact === undefined || strikeReason === undefined || !problems.isEmpty)
      return refuseContact(problems.errors);
    const struck = await changeContact(tx, contact, { struckAt: clock(), strikeReason });
    await recordEffect(tx, { id: struck.id });
    return { contact: struck, userErrors: [] };
  });
}
