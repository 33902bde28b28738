import { z } from 'zod';
import type { ApiClient } from './api-client.ts';

/** One of the API's mutations as this loader uses it: one `input`, a payload with the object and `userErrors`. */
export interface Mutation<Item, Node> {
  /** For example `createProduct`. */
  readonly name: string;
  /** For example `CreateProductInput`. */
  readonly inputType: string;
  /** The payload's field that holds the object. */
  readonly field: string;
  /** The selection on the object, for example `{ id }`. */
  readonly selection: string;
  readonly node: z.ZodType<Node>;
  /** Must carry an idempotency key, since a batch may be sent again. */
  readonly toInput: (item: Item) => object;
}

export type Outcome<Item, Node> =
  | { readonly item: Item; readonly node: Node }
  | { readonly item: Item; readonly problem: string };

const userErrors = z.array(z.object({ field: z.array(z.string()), message: z.string(), code: z.string() }));

/** The gateway allows as many root fields in one operation. */
const batchSize = 20;

/**
 * Sends one mutation for each item, many in one operation, some operations at once.
 *
 * @returns the outcomes in the order of the items
 */
export async function mutateAll<Item, Node>(
  api: ApiClient,
  mutation: Mutation<Item, Node>,
  items: readonly Item[],
  options: { readonly concurrency: number },
): Promise<Outcome<Item, Node>[]> {
  const batches = Array.from({ length: Math.ceil(items.length / batchSize) }, (_, index) =>
    items.slice(index * batchSize, (index + 1) * batchSize),
  );
  const outcomes: Outcome<Item, Node>[][] = [];
  const waiting = batches.entries();
  const work = async () => {
    for (const [index, batch] of waiting) outcomes[index] = await mutateBatch(api, mutation, batch);
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return outcomes.flat();
}

async function mutateBatch<Item, Node>(
  api: ApiClient,
  mutation: Mutation<Item, Node>,
  batch: readonly Item[],
): Promise<Outcome<Item, Node>[]> {
  const payload = z
    .looseObject({ userErrors })
    .transform((answer) => ({ ...answer, node: z.nullable(mutation.node).parse(answer[mutation.field]) }));
  const inputs = Object.fromEntries(batch.map((item, index) => [`i${index}`, mutation.toInput(item)]));
  const data = await api.request(toDocument(mutation, batch.length), inputs, z.record(z.string(), payload));
  return batch.map((item, index) => {
    const answer = data[`m${index}`];
    if (answer?.node != null) return { item, node: answer.node };
    const [error] = answer?.userErrors ?? [];
    const problem =
      error === undefined
        ? `${mutation.name} gave no answer`
        : `${mutation.name} answered ${error.code} at ${error.field.join('.') || 'input'}: ${error.message}`;
    return { item, problem };
  });
}

/** The same text for batches of the same size, so that the gateway plans it once. */
function toDocument(mutation: Mutation<never, unknown>, size: number): string {
  const indexes = Array.from({ length: size }, (_, index) => index);
  const variables = indexes.map((index) => `$i${index}: ${mutation.inputType}!`).join(', ');
  const fields = indexes.map((index) => `m${index}: ${mutation.name}(input: $i${index}) { ...Payload }`);
  const type = `${mutation.name[0]?.toUpperCase()}${mutation.name.slice(1)}Payload`;
  return `mutation Load(${variables}) { ${fields.join(' ')} }
    fragment Payload on ${type} { ${mutation.field} ${mutation.selection} userErrors { field message code } }`;
}
