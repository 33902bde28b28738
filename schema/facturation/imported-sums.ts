import { z } from 'zod';
import { isCurrency } from '../money.ts';
import type { MessageProblem } from './message-problem.ts';

/** The sum of what an import brought of one customer and currency. */
export interface ImportedSum {
  /** Absent if billing does not know the customer. */
  readonly customerId?: string;
  readonly customerName: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly count: number;
  /** In minor units; it may outgrow 64 bits. */
  readonly amountMinor: bigint;
}

export type DecodedSums<Sum> =
  | { readonly kind: 'totals'; readonly totals: readonly Sum[] }
  /** The problems, 1 to 20. */
  | { readonly kind: 'invalid'; readonly problems: readonly MessageProblem[] };

/** Five times what billing writes into one event. */
const maxTotals = 1_000;
/** The largest number of problems that are told of one record. */
const maxProblems = 20;

/** A whole number that a double holds exactly. */
export const safeInteger = z.int({ error: 'must be a whole number that a double holds exactly' });

/**
 * The members that every sum has. Names are taken as they are: the ledger has them, whatever rules for texts came later.
 *
 * @param descriptions of what is counted, and of the amount
 */
export function createSumForm(descriptions: { readonly count: string; readonly amountMinor: string }) {
  return z.object({
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
    count: safeInteger.meta({ description: descriptions.count }),
    amountMinor: z
      .string()
      .regex(/^-?\d{1,38}$/, 'must be a whole number as a text, for example "-1250"')
      .meta({ description: descriptions.amountMinor, examples: ['123450', '-1200'] }),
  });
}

/** The form of an event of sums. */
export function createSumsForm<Sum>(sum: z.ZodType<Sum>) {
  const totals = z.array(sum).meta({
    description: 'A sum for each customer and currency; a customer may have several, whose figures add up.',
    maxItems: maxTotals,
  });
  return z.object(
    {
      // The length first, so that a long list costs nothing.
      totals: z.array(z.unknown()).max(maxTotals, `must have at most ${maxTotals} items`).pipe(totals),
    },
    { error: 'must be a JSON object' },
  );
}

/** The form as a JSON Schema, without its header. */
export function toSumsJsonSchema(form: ReturnType<typeof createSumsForm>): object {
  const { $schema, ...schema } = z.toJSONSchema(form, {
    // Readers pass over members that they do not know.
    override: ({ jsonSchema }) => delete jsonSchema.additionalProperties,
  });
  return schema;
}

/** Reads the sums of an event, or its problems, at most 20. Members that are not known do not count. */
export function decodeSums<Wire, Sum>(
  bytes: Uint8Array,
  form: z.ZodType<{ totals: Wire[] }>,
  toSum: (wire: Wire) => Sum,
): DecodedSums<Sum> {
  let wire: unknown;
  try {
    wire = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { kind: 'invalid', problems: [{ path: '', message: 'must be JSON in UTF-8' }] };
  }
  const read = form.safeParse(wire);
  if (!read.success)
    return { kind: 'invalid', problems: read.error.issues.slice(0, maxProblems).map(toProblem) };
  return { kind: 'totals', totals: read.data.totals.map(toSum) };
}

/** A sum as it is read from the wire. */
export function toSumValue(wire: z.infer<ReturnType<typeof createSumForm>>): ImportedSum {
  const { customerId, customerName, currency, count, amountMinor } = wire;
  return {
    ...(customerId != null && { customerId }),
    customerName,
    currency,
    count,
    amountMinor: BigInt(amountMinor),
  };
}

function toProblem({ path, message }: z.core.$ZodIssue): MessageProblem {
  return { path: path.map((step) => `/${String(step)}`).join(''), message };
}
