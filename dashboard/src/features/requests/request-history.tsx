import { useFurtherPages } from '../../api/use-further-pages.ts';
import { type RequestDetailsFragment, RequestHistoryAfterDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { ActorText } from '../actors/actor-text.tsx';

/** The history of a request, its comments included. */
export function RequestHistory({ request: { id, history } }: { readonly request: RequestDetailsFragment }) {
  const { requests: messages } = useMessages();
  const { historyColumns: headers } = messages;
  const names: Readonly<Record<string, string>> = messages.fields;
  const list = useFurtherPages({
    first: history,
    document: RequestHistoryAfterDocument,
    toVariables: (after) => ({ id, after }),
    select: ({ request }) => request?.history,
  });
  return (
    <section>
      <h2>{messages.history}</h2>
      <DataTable
        label={messages.history}
        rows={list.rows}
        toKey={(entry) => entry.id}
        columns={[
          {
            key: 'when',
            header: headers.when,
            cell: ({ occurredAt }) => <InstantText instant={occurredAt} />,
          },
          { key: 'what', header: headers.what, cell: ({ kind }) => messages.historyKinds[kind] },
          { key: 'who', header: headers.who, cell: ({ doneBy }) => <ActorText actor={doneBy} /> },
          {
            key: 'details',
            header: headers.details,
            cell: ({ text, fields, assignee }) => (
              <>
                {text} {fields.map((name) => names[name] ?? name).join(', ')}
                {assignee && <ActorText actor={assignee} />}
              </>
            ),
          },
        ]}
      />
      <ShowMore list={list} />
    </section>
  );
}
