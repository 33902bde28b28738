import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { SchemaCheckDocument, type SchemaCheckQuery } from '../../generated/graphql.ts';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { AuthorText } from './author-text.tsx';
import { CheckBadge } from './check-badge.tsx';
import { CheckPartView } from './check-part-view.tsx';
import type { CheckPart } from './check-parts.ts';
import { toGitDescriptions } from './git-text.tsx';
import { toGraphRef, VariantLayout } from './variant-layout.tsx';

const route = getRouteApi('/graph/$graph/$variant/checks/$id');

type Check = NonNullable<NonNullable<SchemaCheckQuery['graphVariant']>['schemaCheck']>;

/** A check, where Rover sends people: each of its parts, the operations that changes fail, and approvals. */
export function CheckPage() {
  const { graph: messages } = useMessages();
  const { id, ...address } = route.useParams();
  const view = useData(SchemaCheckDocument, {
    variables: { ...address, id },
    types: ['SchemaChangeApproval'],
  });
  return (
    <VariantLayout address={address} title={messages.checkOf(toGraphRef(address))}>
      <StateView view={view} select={({ graphVariant }) => graphVariant?.schemaCheck}>
        {(check) => (
          <>
            <CheckFacts check={check} />
            {listParts(check).map((task) => (
              <CheckPartView
                key={task.__typename}
                address={address}
                checkId={id}
                branch={check.git?.branch ?? undefined}
                task={task}
                onChange={view.retry}
              />
            ))}
          </>
        )}
      </StateView>
    </VariantLayout>
  );
}

/** The parts of a check that were done, in the order in which one stands in the way of the next. */
function listParts({ composition, operations, authorization, lint }: Check): readonly CheckPart[] {
  return [composition, operations, authorization, lint].filter((part) => part !== null);
}

function CheckFacts({ check }: { readonly check: Check }) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const took = getNumberFormat(locale, { style: 'unit', unit: 'millisecond' }).format(check.durationMs);
  return (
    <DescriptionList
      items={[
        { term: messages.result, value: <CheckBadge status={check.status} /> },
        { term: messages.checkedSchema, value: check.subgraph ?? messages.wholeSchema },
        { term: messages.at, value: <InstantText instant={check.createdAt} /> },
        { term: messages.took, value: took },
        { term: messages.by, value: <AuthorText author={check.author} /> },
        ...toGitDescriptions(check.git, messages),
      ]}
    />
  );
}
