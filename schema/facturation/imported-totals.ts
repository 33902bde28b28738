import { z } from 'zod';
import { isCurrency } from '../money.ts';
import type { MessageProblem } from './message-problem.ts';

/** The type of the CloudEvent that tells what imports add up to; invoices themselves have another. */
export const importedTotalsType = 'facturation.invoices.imported.v1';

/** The sum of imported invoices of one customer and currency; a sum below zero takes back what an undo removed. */
export interface ImportedTotal {
  /** Absent if billing does not know the customer. */
  readonly customerId?: string;
  /** As on the invoice issued last. */
  readonly customerName: string;
  /** ISO 4217. */
  readonly currency: string;
  /** The number of invoices, including credit notes. */
  readonly count: number;
  /** With tax, in minor units; it may outgrow 64 bits. */
  readonly amountMinor: bigint;
  /** When the last of these invoices was issued, in milliseconds since 1970; absent if they were removed. */
  readonly latestIssuedAtMs?: number;
}

export type DecodedImportedTotals =
  | { readonly kind: 'totals'; readonly totals: readonly ImportedTotal[] }
  /** The problems, 1 to 20. */
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

/** Five times what billing writes into one event. */
const maxTotals = 1_000;
/** The largest number of problems that are told of one record. */
const maxProblems = 20;

const safeInteger = z.int({ error: 'must be a whole number that a double holds exactly' });

// Names are taken as they are: the ledger has them, whatever rules for texts came later.
const totalForm = z.object({
  customerId: z.string().min(1).max(64).nullish().meta({
    description: "The customer's identifier; null or absent where billing does not know the customer.",
  }),
  customerName: z
    .string({ error: 'must be a text' })
    .meta({ description: "The customer's name as it stands on the invoices." }),
  currency: z
    .string()
    .refine(isCurrency, 'must be an ISO 4217 code in capital letters')
    .meta({
      description: 'The ISO 4217 code of a currency.',
      pattern: '^[A-Z]{3}$',
      examples: ['EUR'],
    }),
  count: safeInteger.meta({
    description: 'How many invoices, credit notes among them; below zero if they were removed.',
  }),
  amountMinor: z
    .string()
    .regex(/^-?\d{1,38}$/, 'must be a whole number as a text, for example "-1250"')
    .meta({
      description: "The sum of the invoices' totals with tax, in the currency's smallest unit.",
      examples: ['123450', '-1200'],
    }),
  latestIssuedAtMs: safeInteger.nullish().meta({
    description:
      'When the last of these invoices was issued, in milliseconds since 1970; null or absent if they were removed.',
  }),
});

const totalsForm = z.array(totalForm).meta({
  description: 'A sum for each customer and currency; a customer may have several, whose figures add up.',
  maxItems: maxTotals,
});

const wireForm = z.object(
  {
    // The length first, so that a long list costs nothing.
    totals: z.array(z.unknown()).max(maxTotals, `must have at most ${maxTotals} items`).pipe(totalsForm),
  },
  { error: 'must be a JSON object' },
);

/** The form on the wire as a JSON Schema, without its header. */
export function importedTotalsJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(wireForm, {
    // Readers pass over members that they do not know.
    override: ({ jsonSchema }) => delete jsonSchema.additionalProperties,
  });
  return schema;
}

/** Tests if a record with these headers carries totals of imported invoices, and no invoice. */
export function isImportedTotals(headers: Readonly<Record<string, string>>): boolean {
  return headers['ce_type'] === importedTotalsType;
}

/** Reads the totals of an event, or its problems, at most 20. Members that are not known do not count. */
export function decodeImportedTotals(bytes: Uint8Array): DecodedImportedTotals {
  let wire: unknown;
  try {
    wire = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { kind: 'invalid', problems: [{ path: '', message: 'must be JSON in UTF-8' }] };
  }
  const read = wireForm.safeParse(wire);
  if (!read.success)
    return { kind: 'invalid', problems: read.error.issues.slice(0, maxProblems).map(toProblem) };
  return { kind: 'totals', totals: read.data.totals.map(toTotal) };
}

function toProblem({ path, message }: z.core.$ZodIssue): MessageProblem {
  return { path: path.map((step) => `/${String(step)}`).join(''), message };
}

function toTotal(wire: z.infer<typeof wireForm>['totals'][number]): ImportedTotal {
  const { customerId, customerName, currency, count, amountMinor, latestIssuedAtMs } = wire;
  return {
    ...(customerId != null && { customerId }),
    customerName,
    currency,
    count,
    amountMinor: BigInt(amountMinor),
    ...(latestIssuedAtMs != null && { latestIssuedAtMs }),
  };
}
