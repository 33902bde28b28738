import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { CustomerAccountDocument, type CustomerAccountQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { DayText } from '../../ui/date-text.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { MoneyText } from '../../ui/money-text.tsx';
import { toPageArguments } from '../../ui/page-arguments.ts';
import { EmptyPlace, isPlaceEmpty, Pager } from '../../ui/pager.tsx';
import { StateView } from '../../ui/state-view.tsx';

const route = getRouteApi('/customers/$id');
const pageSize = 10;

type Account = NonNullable<CustomerAccountQuery['customer']>;
type Ageing = NonNullable<Account['ageing']>[number];
type AccountInvoice = NonNullable<Account['invoices']>['edges'][number]['node'];

/** The balance of a customer, for each currency by itself, and its invoices. */
export function CustomerAccount({ id }: { readonly id: string }) {
  const view = useData(CustomerAccountDocument, {
    variables: { id, ...toPageArguments(route.useSearch(), pageSize) },
    types: ['Invoice', 'Payment'],
  });
  return (
    <StateView view={view} select={({ customer }) => customer}>
      {({ ageing, invoices }) => (
        <>
          <AgeingTable ageing={ageing ?? []} />
          {invoices && <Invoices invoices={invoices} />}
        </>
      )}
    </StateView>
  );
}

function AgeingTable({ ageing }: { readonly ageing: readonly Ageing[] }) {
  const { customers: messages } = useMessages();
  const amounts = ['notDue', 'days1To30', 'days31To60', 'days61To90', 'over90Days', 'balance'] as const;
  return (
    <section>
      <h2>{messages.ageing}</h2>
      {ageing.length === 0 ? (
        <p>{messages.nothingDue}</p>
      ) : (
        <DataTable
          label={messages.ageing}
          rows={ageing}
          toKey={({ currency }) => currency}
          columns={[
            { key: 'currency', header: messages.ageingColumns.currency, cell: ({ currency }) => currency },
            ...amounts.map(
              (key): Column<Ageing> => ({
                key,
                header: messages.ageingColumns[key],
                align: 'end',
                cell: (row) => <MoneyText money={row[key]} />,
              }),
            ),
          ]}
        />
      )}
    </section>
  );
}

function Invoices({ invoices }: { readonly invoices: NonNullable<Account['invoices']> }) {
  const { customers: messages } = useMessages();
  const locale = useLocale();
  const headers = messages.invoiceColumns;
  const columns: readonly Column<AccountInvoice>[] = [
    {
      key: 'number',
      header: headers.number,
      cell: ({ id, number }) => (
        <Link to="/invoices/$id" params={{ id }}>
          {number ?? messages.draft}
        </Link>
      ),
    },
    {
      key: 'status',
      header: headers.status,
      cell: ({ derivedStatus }) => (
        <Badge tone={derivedStatus === 'OVERDUE' ? 'danger' : 'neutral'}>
          {messages.invoiceStatuses[derivedStatus]}
        </Badge>
      ),
    },
    {
      key: 'issued',
      header: headers.issueDate,
      cell: ({ issueDate }) => issueDate && <DayText day={issueDate} />,
    },
    { key: 'due', header: headers.dueDate, cell: ({ dueDate }) => dueDate && <DayText day={dueDate} /> },
    { key: 'total', header: headers.total, align: 'end', cell: ({ total }) => <MoneyText money={total} /> },
    {
      key: 'balance',
      header: headers.balance,
      align: 'end',
      cell: ({ balance }) => <MoneyText money={balance} />,
    },
  ];
  return (
    <section>
      <h2>{messages.invoices}</h2>
      {isPlaceEmpty(invoices) ? (
        <EmptyPlace />
      ) : invoices.edges.length === 0 ? (
        <p>{messages.noInvoices}</p>
      ) : (
        <>
          <DataTable
            label={messages.invoices}
            columns={columns}
            rows={invoices.edges.map(({ node }) => node)}
            toKey={({ id }) => id}
          />
          <Pager
            pageInfo={invoices.pageInfo}
            count={messages.invoiceCount(invoices.totalCount, formatFigure(invoices.totalCount, locale))}
          />
        </>
      )}
    </section>
  );
}
