import { importedTotalsJsonSchema } from './imported-totals.ts';
import { messageMembers } from './message-members.ts';
import type { WireMember } from './wire-member.ts';

const laterMembers =
  'A reader ignores members that it does not know; members that a later release adds are optional.';

/** The JSON Schemas of the topic's events by the names of their files, for senders and readers in other languages. */
export function createEventSchemas(): Readonly<Record<string, object>> {
  const members: readonly (readonly [string, WireMember<unknown>])[] = Object.entries(messageMembers);
  return {
    'facturation.schema.json': {
      ...header('facturation', 'FACTURATION', `An invoice was issued. ${laterMembers}`),
      type: 'object',
      required: members.flatMap(([name, { isOptional }]) => (isOptional ? [] : [name])),
      properties: Object.fromEntries(members.map(([name, { schema }]) => [name, schema])),
    },
    'imported-totals.schema.json': {
      ...header(
        'imported-totals',
        'Totals of imported invoices',
        `Sums of invoices that were imported from files or, below zero, of those that were removed with an import. ${laterMembers}`,
      ),
      ...importedTotalsJsonSchema(),
    },
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
