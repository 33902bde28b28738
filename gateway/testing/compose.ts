import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';

/** Composes a supergraph as `schema:compose` does. */
export function compose(
  subgraphs: readonly { readonly name: string; readonly url: string; readonly typeDefs: string }[],
): string {
  const { supergraphSdl, errors } = composeServices(
    subgraphs.map(({ name, url, typeDefs }) => ({ name, url, typeDefs: parse(typeDefs) })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
