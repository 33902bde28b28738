import type { LaunchRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';

type Launch = Pick<LaunchRowFragment, 'isComposed' | 'isCurrent'>;

/** The state of a launch: it runs, could run, or did not compose. */
export function LaunchBadge({ launch: { isComposed, isCurrent } }: { readonly launch: Launch }) {
  const { launchStates } = useMessages().graph;
  if (isCurrent) return <Badge tone="success">{launchStates.current}</Badge>;
  return (
    <Badge tone={isComposed ? 'neutral' : 'danger'}>
      {isComposed ? launchStates.composed : launchStates.failed}
    </Badge>
  );
}

/** The change that led to a launch. */
export function LaunchCauseText({
  launch: { cause, subgraph },
}: {
  readonly launch: Pick<LaunchRowFragment, 'cause' | 'subgraph'>;
}) {
  const { causes, causeOf } = useMessages().graph;
  return subgraph === null ? causes[cause] : causeOf(causes[cause], subgraph);
}
