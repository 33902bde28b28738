import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { MailsDocument, type MailsQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FilterBar, FilterSelect } from '../../ui/filter-bar.tsx';
import { FilterDay } from '../../ui/filter-fields.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { PageLayout } from '../../ui/page-layout.tsx';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { omitAbsent, toOneOf } from '../../ui/search-parameters.ts';
import { StateView } from '../../ui/state-view.tsx';
import { CustomerFilter } from '../invoices/choice-filters.tsx';
import { useMailColumns } from './mail-columns.tsx';
import { type MailsSearch, mailKinds, mailStates, toMailFilter } from './mails-search.ts';

const route = getRouteApi('/mails');
const pageSize = 25;

type ListedMail = NonNullable<MailsQuery['mails']>['edges'][number]['node'];

/** The mails about all invoices, those that need somebody's eye among them. */
export function MailsPage() {
  const { mails: messages } = useMessages();
  const locale = useLocale();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const view = useData(MailsDocument, {
    variables: { ...toPageArguments(search, pageSize), filter: toMailFilter(search) },
    types: ['InvoiceMail'],
  });
  const { after: _after, before: _before, ...filters } = search;
  const choose = (changes: { readonly [Name in keyof MailsSearch]: MailsSearch[Name] | undefined }) =>
    void navigate({ search: omitAbsent({ ...filters, ...changes }), replace: true });
  const ofMail = useMailColumns(undefined);
  const columns: readonly Column<ListedMail>[] = [
    {
      key: 'invoice',
      header: messages.columns.invoice,
      cell: ({ invoice }) => (
        <Link to="/invoices/$id" params={{ id: invoice.id }}>
          {invoice.number}
        </Link>
      ),
    },
    {
      key: 'customer',
      header: messages.columns.customer,
      cell: ({ invoice }) => invoice.customerSnapshot?.displayName,
    },
    ...ofMail,
  ];
  return (
    <PageLayout title={messages.title}>
      <FilterBar
        isFiltered={Object.keys(filters).length > 0}
        onClear={() => void navigate({ search: {}, replace: true })}
      >
        <FilterSelect
          label={messages.filters.state}
          value={search.state ?? ''}
          options={mailStates.map((value) => ({ value, label: messages.states[value] }))}
          onChoose={(value) => choose({ state: toOneOf(mailStates, value) })}
        />
        <FilterSelect
          label={messages.filters.kind}
          value={search.kind ?? ''}
          options={mailKinds.map((value) => ({ value, label: messages.kinds[value] }))}
          onChoose={(value) => choose({ kind: toOneOf(mailKinds, value) })}
        />
        <CustomerFilter
          label={messages.columns.customer}
          chosen={search.customer}
          onChoose={(customer) => choose({ customer })}
        />
        <FilterDay
          label={messages.filters.from}
          value={search.from ?? ''}
          onCommit={(from) => choose({ from: from || undefined })}
        />
        <FilterDay
          label={messages.filters.to}
          value={search.to ?? ''}
          onCommit={(to) => choose({ to: to || undefined })}
        />
      </FilterBar>
      <StateView view={view} select={({ mails }) => mails}>
        {({ edges, pageInfo, totalCount }) =>
          isPlaceEmpty({ edges, pageInfo }) ? (
            <EmptyPlace />
          ) : edges.length === 0 ? (
            <EmptyState title={messages.emptyTitle}>
              <p>{messages.emptyText}</p>
            </EmptyState>
          ) : (
            <>
              <DataTable
                label={messages.title}
                columns={columns}
                rows={edges.map(({ node }) => node)}
                toKey={({ id }) => id}
              />
              <Pager
                pageInfo={pageInfo}
                count={messages.count(totalCount, formatFigure(totalCount, locale))}
              />
            </>
          )
        }
      </StateView>
    </PageLayout>
  );
}
