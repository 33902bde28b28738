import { useData } from '../../api/use-data.ts';
import { GraphIdsDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { FilterSelect } from '../../ui/filter-bar.tsx';

export interface GraphFilterProps {
  readonly graph: string | undefined;
  readonly onChoose: (graph: string | undefined) => void;
}

/** The ids of graphs, for a choice; empty until they are there. */
export function useGraphIds(): readonly string[] {
  const { data } = useData(GraphIdsDocument, { variables: {}, types: graphTypes });
  return (data?.graphs?.edges ?? []).map(({ node }) => node.id);
}

const graphTypes = ['Graph'];

/** One graph to filter by, or all. */
export function GraphFilter({ graph, onChoose }: GraphFilterProps) {
  const { graph: messages } = useMessages();
  const known = useGraphIds();
  // The address may name a graph beyond those of the choice.
  const ids = graph === undefined || known.includes(graph) ? known : [graph, ...known];
  return (
    <FilterSelect
      label={messages.graph}
      value={graph ?? ''}
      options={ids.map((value) => ({ value, label: value }))}
      onChoose={(value) => onChoose(value === '' ? undefined : value)}
    />
  );
}
