import { invoiceIssuedType } from './event.ts';
import { importedPaymentsJsonSchema, importedPaymentsType } from './imported-payments.ts';
import { importedTotalsJsonSchema, importedTotalsType } from './imported-totals.ts';
import type { NamedMembers } from './members-codec.ts';
import { messageMembers } from './message-members.ts';
import { invoiceCredited } from './settlement/invoice-credited.ts';
import { invoicePaid } from './settlement/invoice-paid.ts';
import { invoiceVoided } from './settlement/invoice-voided.ts';

/** A type of event of the topic. */
export interface DescribedEvent {
  /** `ce_type`. */
  readonly type: string;
  /** A sentence about what has happened. */
  readonly says: string;
  /** The name of the file with its JSON Schema, and its folder in `schema/`. */
  readonly file: string;
  readonly folder: string;
  readonly schema: object;
}

/** Describes the types of events of the topic, the FACTURATION message first. */
export function describeEvents(): readonly DescribedEvent[] {
  return [
    toDescribedEvent(invoiceIssuedType, {
      name: 'facturation',
      title: 'FACTURATION',
      says: 'An invoice was issued.',
      form: toObjectSchema(Object.entries(messageMembers)),
    }),
    toDescribedEvent(invoicePaid.type, {
      name: 'invoice-paid',
      title: 'Invoice paid',
      says: 'A payment of an issued invoice, its reversal or a refund was recorded.',
      form: toObjectSchema(invoicePaid.members),
    }),
    toDescribedEvent(invoiceCredited.type, {
      name: 'invoice-credited',
      title: 'Invoice credited',
      says: 'A credit note was issued for an invoice.',
      form: toObjectSchema(invoiceCredited.members),
    }),
    toDescribedEvent(invoiceVoided.type, {
      name: 'invoice-voided',
      title: 'Invoice voided',
      says: 'An issued invoice was made void; it keeps its number.',
      form: toObjectSchema(invoiceVoided.members),
    }),
    toDescribedEvent(importedTotalsType, {
      name: 'imported-totals',
      title: 'Totals of imported invoices',
      says: 'Sums of invoices that were imported from files or, below zero, of those that were removed with an import.',
      form: importedTotalsJsonSchema(),
    }),
    toDescribedEvent(importedPaymentsType, {
      name: 'imported-payments',
      title: 'Sums of imported payments',
      says: 'Sums of payments that were imported from files or, below zero, of those that were taken back with an import.',
      form: importedPaymentsJsonSchema(),
    }),
  ];
}

/** Gives the form of an event the header that all JSON Schemas of events have. */
export function toDescribedEvent(
  type: string,
  options: { name: string; title: string; says: string; form: object; folder?: string },
): DescribedEvent {
  const { name, title, says, form, folder = 'facturation' } = options;
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:facturation:schema:${name}:1`,
    title,
    description: `${says} A reader ignores members that it does not know; members that a later release adds are optional.`,
    ...form,
  };
  return { type, says, file: `${name}.schema.json`, folder, schema };
}

function toObjectSchema(members: NamedMembers): object {
  return {
    type: 'object',
    required: members.flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
    properties: Object.fromEntries(members.map(([name, { schema }]) => [name, schema])),
  };
}
