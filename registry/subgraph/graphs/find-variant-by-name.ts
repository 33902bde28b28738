import { parseGraphRef } from '../../graphs/graph-ref.ts';
import type { RegistryContext } from '../context.ts';
import type { UserError } from '../generated/types.ts';
import type { GraphVariantModel } from '../models.ts';

/** The problem of an input that names a variant which is not there. */
export const noSuchVariant: UserError = {
  field: ['variant'],
  code: 'NOT_FOUND',
  message: 'Nothing was published for this variant.',
};

/** Finds a variant by the names of the graph and of itself; undefined if there is none. */
export async function findVariantByName(
  { loaders }: RegistryContext,
  graph: string,
  name: string,
): Promise<GraphVariantModel | undefined> {
  const ref = parseGraphRef(`${graph}@${name}`);
  if (ref === undefined || ref.graph !== graph || ref.variant !== name) return undefined;
  return (await loaders.variantsByGraph.load(graph)).find((one) => one.name === name);
}
