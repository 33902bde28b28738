import { InputProblems } from '#kernel/input-problems.ts';
import { recordEffect, recordNoEffect } from '#platform/audit/record-effect.ts';
import { contactVersions } from '../contact-tables.ts';
import type { Crm } from '../crm-parts.ts';
import { type ContactChanges, parseContactFields } from '../domain/contact-input.ts';
import { contactBounds } from '../domain/contact-words.ts';
import type { RequestViewer } from '../domain/viewer.ts';
import type { CorrectContactInput } from '../generated/types.ts';
import type { CustomerContactModel } from '../models.ts';
import { changeContact, lockContact } from '../store/contact-store.ts';
import { type ContactPayload, checkContact, refuseContact } from './contact-payload.ts';

/** Corrects an entry of the journal; its earlier version is kept. */
export function correctContact(
  { db, clock }: Crm,
  viewer: RequestViewer,
  { id, expectedVersion, ...fields }: CorrectContactInput,
): Promise<ContactPayload> {
  const problems = new InputProblems();
  const at = clock();
  const changes = parseContactFields(fields, at, problems);
  return db.transaction(async (tx) => {
    const contact = await lockContact(tx, id);
    checkContact(contact, { expectedVersion, viewer }, problems);
    if (contact !== undefined && contact.version > contactBounds.versions)
      problems.add('OUT_OF_RANGE', `An entry is corrected ${contactBounds.versions} times at most.`);
    if (contact === undefined || !problems.isEmpty) return refuseContact(problems.errors);
    if (!isChange(contact, changes)) {
      recordNoEffect();
      return { contact, userErrors: [] };
    }
    const { kind, counterpart, occurredAt, minutes, summary, version } = contact;
    const kept = { kind, counterpart, occurredAt, minutes, summary };
    await tx.insert(contactVersions).values({ contactId: contact.id, version, ...kept, correctedAt: at });
    const changed = await changeContact(tx, contact, changes);
    await recordEffect(tx, { id: changed.id });
    return { contact: changed, userErrors: [] };
  });
}

function isChange(contact: CustomerContactModel, changes: ContactChanges): boolean {
  const { occurredAt, ...texts } = changes;
  const names = Object.keys(texts) as (keyof typeof texts)[];
  return (
    (occurredAt !== undefined && occurredAt.getTime() !== contact.occurredAt.getTime()) ||
    names.some((name) => texts[name] !== undefined && texts[name] !== contact[name])
  );
}
