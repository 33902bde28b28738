import { useData } from '../../api/use-data.ts';
import { GraphSubgraphNamesDocument, type RegistryKeySubgraphInput } from '../../generated/graphql.ts';
import type { SelectOption } from '../../ui/select-field.tsx';

/** A subgraph that a key can be for. */
export interface SubgraphChoice extends SelectOption {
  readonly subgraph: RegistryKeySubgraphInput;
}

/** The subgraphs of a graph's variants, for a choice; empty without a graph, and until they are there. */
export function useSubgraphChoices(graph: string | undefined): readonly SubgraphChoice[] {
  const { data } = useData(GraphSubgraphNamesDocument, {
    variables: { graph: graph ?? '' },
    isPaused: graph === undefined,
  });
  const found = data?.graph;
  // While another graph is asked for, the answer is of the one before.
  if (graph === undefined || found?.id !== graph) return [];
  return found.variants.edges.flatMap(({ node: variant }) =>
    variant.subgraphs.edges.map(({ node: { id, name } }) => ({
      value: id,
      label: `${variant.name}: ${name}`,
      subgraph: { graph, variant: variant.name, subgraph: name },
    })),
  );
}
