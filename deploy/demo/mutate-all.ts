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

/** The parts of a mutation that its documents have. */
export type MutationForm = Pick<Mutation<never, unknown>, 'name' | 'inputType' | 'field' | 'selection'>;

export type Outcome<Item, Node> =
  | { readonly item: Item; readonly node: Node }
  | { readonly item: Item; readonly problem: string };

const userErrors = z.array(z.object({ field: z.array(z.string()), message: z.string(), code: z.string() }));

/** The numbers of root fields of an operation, so that there are few documents; the gateway allows as many as the first. */
const batchSizes = [20, 5, 1] as const;

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
  const batches = toBatches(items);
  const outcomes: Outcome<Item, Node>[][] = [];
  const waiting = batches.entries();
  const work = async () => {
    for (const [index, batch] of waiting) outcomes[index] = await mutateBatch(api, mutation, batch);
  };
  await Promise.all(Array.from({ length: options.concurrency }, work));
  return outcomes.flat();
}

function toBatches<Item>(items: readonly Item[]): Item[][] {
  const batches: Item[][] = [];
  let next = 0;
  for (const size of batchSizes)
    for (; items.length - next >= size; next += size) batches.push(items.slice(next, next + size));
  return batches;
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

/** The documents by which a mutation is sent, whatever the number of items. */
export function listDocuments(mutation: MutationForm): string[] {
  return batchSizes.map((size) => toDocument(mutation, size));
}

/** The same text for batches of the same size, so that the gateway plans it once. */
function toDocument(mutation: MutationForm, size: number): string {
  const indexes = Array.from({ length: size }, (_, index) => index);
  const variables = indexes.map((index) => `$i${index}: ${mutation.inputType}!`).join(', ');
  const fields = indexes.map((index) => `m${index}: ${mutation.name}(input: $i${index}) { ...Payload }`);
  const type = `${mutation.name[0]?.toUpperCase()}${mutation.name.slice(1)}Payload`;
  return `mutation Load(${variables}) { ${fields.join(' ')} }
    fragment Payload on ${type} { ${mutation.field} ${mutation.selection} userErrors { field message code } }`;
}
