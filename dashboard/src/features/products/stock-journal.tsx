import { getRouteApi } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { ProductJournalDocument, type ProductJournalQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { ActorText } from '../actors/actor-text.tsx';

const route = getRouteApi('/products/$id');
const pageSize = 10;

type Journal = NonNullable<NonNullable<ProductJournalQuery['product']>['stockMovements']>;
type Movement = Journal['edges'][number]['node'];

/** The movements of a product's stock, newest first. */
export function StockJournal({ id }: { readonly id: string }) {
  const { products: messages } = useMessages();
  const locale = useLocale();
  const columns = useColumns();
  const view = useData(ProductJournalDocument, {
    variables: { id, ...toPageArguments(route.useSearch(), pageSize) },
    types: ['StockMovement'],
  });
  return (
    <section>
      <h2>{messages.journal}</h2>
      <StateView view={view} select={({ product }) => product?.stockMovements} skeletonRows={3}>
        {({ edges, pageInfo, totalCount }) =>
          isPlaceEmpty({ edges, pageInfo }) ? (
            <EmptyPlace />
          ) : edges.length === 0 ? (
            <p>{messages.noMovements}</p>
          ) : (
            <>
              <DataTable
                label={messages.journal}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={(movement) => movement.id}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.movementCount(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          )
        }
      </StateView>
    </section>
  );
}

function useColumns(): readonly Column<Movement>[] {
  const { products: messages } = useMessages();
  const decimals = useDecimals();
  const headers = messages.movementColumns;
  return [
    {
      key: 'time',
      header: headers.recordedAt,
      cell: ({ recordedAt }) => <InstantText instant={recordedAt} />,
    },
    { key: 'kind', header: headers.kind, cell: ({ kind }) => messages.movementKinds[kind] },
    {
      key: 'quantity',
      header: headers.quantity,
      align: 'end',
      cell: ({ quantity }) => (quantity.startsWith('-') ? '' : '+') + decimals.format(quantity),
    },
    {
      key: 'stock',
      header: headers.stockAfter,
      align: 'end',
      cell: ({ stockAfter }) => decimals.format(stockAfter),
    },
    { key: 'by', header: headers.by, cell: ({ recorder }) => <ActorText actor={recorder} /> },
    { key: 'note', header: headers.note, cell: ({ note }) => note },
  ];
}
