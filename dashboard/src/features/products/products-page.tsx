import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import type { ProductRowFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { ColumnMenu } from '../../ui/column-menu.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { EmptyState, NoMatch } from '../../ui/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { EmptyPlace, isPlaceEmpty, Pager, withoutPlace } from '../../ui/pager.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { omitAbsent } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { useColumnChoice } from '../../ui/use-column-choice.ts';
import { useDecimals } from '../../ui/use-decimals.ts';
import { SavedViews } from '../views/saved-views.tsx';
import { type ProductSearch, productStatuses } from './product-search.ts';
import { toProductOrder, toProductsQuery } from './products-query.ts';

const route = getRouteApi('/products');

/** The list of products, as its address says. */
export function ProductsPage() {
  const { products: messages } = useMessages();
  const { roles } = usePerson();
  const locale = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const columns = useColumnChoice('products', useColumns());
  const mayCreate = mayUse(roles, 'Mutation.createProduct');
  const order = toProductOrder(search);
  const query = toProductsQuery(search);
  const view = useData(query.document, query);

  /** Another filter or order begins at the first page. */
  function change(members: Partial<Record<keyof ProductSearch, string | undefined>>): void {
    void navigate({
      search: (old) => omitAbsent({ ...withoutPlace(old), ...members }) as ProductSearch,
      replace: true,
    });
  }

  const clear = () => change({ search: undefined, status: undefined });
  const filters = [
    search.search === undefined ? [] : messages.searchFilter(search.search),
    search.status === undefined ? [] : messages.statusFilter(messages.statuses[search.status]),
  ].flat();

  return (
    <PageLayout
      title={messages.title}
      actions={
        mayCreate && (
          <Link to="/products/new" className={toButtonClass('primary')}>
            {messages.create}
          </Link>
        )
      }
    >
      <FilterBar isFiltered={filters.length > 0} onClear={clear}>
        <SearchField
          label={messages.searchLabel}
          value={search.search ?? ''}
          onSearch={(text) => change({ search: text.trim() || undefined })}
        />
        <FilterSelect
          label={messages.status}
          value={search.status ?? ''}
          options={productStatuses.map((value) => ({ value, label: messages.statuses[value] }))}
          onChoose={(value) => change({ status: value || undefined })}
        />
        <ColumnMenu choice={columns} />
        <SavedViews list="PRODUCTS" path="/products" />
      </FilterBar>
      <StateView view={view} select={({ products }) => products}>
        {({ edges, pageInfo, totalCount }) => {
          if (isPlaceEmpty({ edges, pageInfo })) return <EmptyPlace />;
          if (edges.length === 0 && filters.length > 0) return <NoMatch filters={filters} onClear={clear} />;
          if (edges.length === 0) {
            return (
              <EmptyState title={messages.emptyTitle}>
                <p>{mayCreate ? messages.emptyText : messages.emptyTextReader}</p>
              </EmptyState>
            );
          }
          return (
            <>
              <DataTable
                label={messages.title}
                columns={columns.shown}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
                order={order}
                onOrder={({ field, direction }) => change({ order: field, direction })}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.count(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          );
        }}
      </StateView>
    </PageLayout>
  );
}

function useColumns(): readonly Column<ProductRowFragment>[] {
  const { products: messages } = useMessages();
  const decimals = useDecimals();
  return [
    {
      key: 'sku',
      header: messages.fields.sku,
      sortField: 'SKU',
      cell: ({ id, sku }) => (
        <Link to="/products/$id" params={{ id }}>
          {sku}
        </Link>
      ),
    },
    { key: 'name', header: messages.fields.name, sortField: 'NAME', cell: ({ name }) => name },
    {
      key: 'price',
      header: messages.unitPrice,
      align: 'end',
      sortField: 'UNIT_PRICE',
      cell: ({ unitPrice }) => <MoneyText money={unitPrice} />,
    },
    {
      key: 'tax',
      header: messages.fields.taxRate,
      align: 'end',
      cell: ({ taxRate }) => decimals.format(taxRate),
    },
    {
      key: 'stock',
      header: messages.stock,
      align: 'end',
      sortField: 'STOCK',
      cell: ({ isStockTracked, stock, unit }) =>
        isStockTracked ? `${decimals.format(stock)} ${unit}` : messages.notTracked,
    },
    {
      key: 'status',
      header: messages.status,
      cell: ({ status }) => (
        <Badge tone={status === 'ACTIVE' ? 'success' : 'neutral'}>{messages.statuses[status]}</Badge>
      ),
    },
    {
      key: 'changed',
      header: messages.updatedAt,
      sortField: 'UPDATED_AT',
      cell: ({ updatedAt }) => <InstantText instant={updatedAt} />,
    },
  ];
}
