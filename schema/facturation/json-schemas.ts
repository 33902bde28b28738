import { importedPaymentsJsonSchema } from './imported-payments.ts';
import { importedTotalsJsonSchema } from './imported-totals.ts';
import type { NamedMembers } from './members-codec.ts';
import { messageMembers } from './message-members.ts';
import { invoiceCredited } from './settlement/invoice-credited.ts';
import { invoicePaid } from './settlement/invoice-paid.ts';
import { invoiceVoided } from './settlement/invoice-voided.ts';

const laterMembers =
  'A reader ignores members that it does not know; members that a later release adds are optional.';

/** The JSON Schemas of the topic's events by the names of their files, for senders and readers in other languages. */
export function createEventSchemas(): Readonly<Record<string, object>> {
  return {
    'facturation.schema.json': {
      ...header('facturation', 'FACTURATION', `An invoice was issued. ${laterMembers}`),
      ...toObjectSchema(Object.entries(messageMembers)),
    },
    'invoice-paid.schema.json': {
      ...header(
        'invoice-paid',
        'Invoice paid',
        `A payment of an issued invoice, its reversal or a refund was recorded. ${laterMembers}`,
      ),
      ...toObjectSchema(invoicePaid.members),
    },
    'invoice-credited.schema.json': {
      ...header(
        'invoice-credited',
        'Invoice credited',
        `A credit note was issued for an invoice. ${laterMembers}`,
      ),
      ...toObjectSchema(invoiceCredited.members),
    },
    'invoice-voided.schema.json': {
      ...header(
        'invoice-voided',
        'Invoice voided',
        `An issued invoice was made void; it keeps its number. ${laterMembers}`,
      ),
      ...toObjectSchema(invoiceVoided.members),
    },
    'imported-totals.schema.json': {
      ...header(
        'imported-totals',
        'Totals of imported invoices',
        `Sums of invoices that were imported from files or, below zero, of those that were removed with an import. ${laterMembers}`,
      ),
      ...importedTotalsJsonSchema(),
    },
    'imported-payments.schema.json': {
      ...header(
        'imported-payments',
        'Sums of imported payments',
        `Sums of payments that were imported from files or, below zero, of those that were taken back with an import. ${laterMembers}`,
      ),
      ...importedPaymentsJsonSchema(),
    },
  };
}

function toObjectSchema(members: NamedMembers): object {
  return {
    type: 'object',
    required: members.flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
    properties: Object.fromEntries(members.map(([name, { schema }]) => [name, schema])),
  };
}

function header(name: string, title: string, description: string): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:facturation:schema:${name}:1`,
    title,
    description,
  };
}
