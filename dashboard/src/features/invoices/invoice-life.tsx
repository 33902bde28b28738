import { Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { useFurtherPages } from '../../api/use-further-pages.ts';
import {
  InvoiceCreditNotesAfterDocument,
  InvoiceHistoryAfterDocument,
  InvoiceHistoryOfDocument,
  type InvoiceHistoryOfQuery,
  InvoicePaymentsAfterDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { DayText, InstantText } from '../../ui/date-text.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { ActorText } from '../actors/actor-text.tsx';

type Life = NonNullable<InvoiceHistoryOfQuery['invoice']>;
export type InvoicePayment = Life['payments']['edges'][number]['node'];
type HistoryEntry = Life['history']['edges'][number]['node'];

export interface InvoiceLifeProps {
  readonly id: string;
  readonly timeZone: string | undefined;
  /** Why no entry can be reversed; undefined if one can. */
  readonly reverseObstacle: string | undefined;
  readonly onReverse: (payment: InvoicePayment) => void;
}

/** The payments, credit notes and history of a document. */
export function InvoiceLife({ id, ...rest }: InvoiceLifeProps) {
  const view = useData(InvoiceHistoryOfDocument, {
    variables: { id },
    types: ['Payment', 'Approval', 'PortalLink', 'InvoiceLifecycle'],
  });
  return (
    <StateView view={view} select={({ invoice }) => invoice} skeletonRows={4}>
      {(life) => (
        <>
          <Payments key={`${id}-payments`} id={id} payments={life.payments} {...rest} />
          {life.creditNotes.edges.length > 0 && (
            <CreditNotes key={`${id}-notes`} id={id} notes={life.creditNotes} />
          )}
          <History key={`${id}-history`} id={id} history={life.history} timeZone={rest.timeZone} />
        </>
      )}
    </StateView>
  );
}

function Payments({
  id,
  payments,
  reverseObstacle,
  onReverse,
}: InvoiceLifeProps & { readonly payments: Life['payments'] }) {
  const { invoices: messages } = useMessages();
  const { paymentColumns: headers } = messages;
  const list = useFurtherPages({
    first: payments,
    document: InvoicePaymentsAfterDocument,
    toVariables: (after) => ({ id, after }),
    select: ({ invoice }) => invoice?.payments,
  });
  const columns: readonly Column<InvoicePayment>[] = [
    { key: 'day', header: headers.day, cell: ({ paidOn }) => <DayText day={paidOn} /> },
    {
      key: 'kind',
      header: headers.kind,
      cell: ({ kind, reversedBy }) =>
        reversedBy === null
          ? messages.paymentKinds[kind]
          : `${messages.paymentKinds[kind]} (${messages.reversed})`,
    },
    { key: 'method', header: headers.method, cell: ({ method }) => messages.methods[method] },
    { key: 'reference', header: headers.reference, cell: ({ reference }) => reference },
    { key: 'note', header: headers.note, cell: ({ note }) => note },
    { key: 'by', header: headers.by, cell: ({ recorder }) => <ActorText actor={recorder} /> },
    {
      key: 'amount',
      header: headers.amount,
      align: 'end',
      cell: ({ amount }) => <MoneyText money={amount} />,
    },
    {
      key: 'reverse',
      header: messages.actions.REVERSE_PAYMENT,
      cell: (payment) =>
        payment.kind !== 'REVERSAL' &&
        payment.reversedBy === null && (
          <Button disabledReason={reverseObstacle} onClick={() => onReverse(payment)}>
            {messages.actions.REVERSE_PAYMENT}
          </Button>
        ),
    },
  ];
  return (
    <section>
      <h2>{messages.payments}</h2>
      {list.rows.length === 0 ? (
        <p>{messages.noPayments}</p>
      ) : (
        <>
          <DataTable
            label={messages.payments}
            columns={columns}
            rows={list.rows}
            toKey={(payment) => payment.id}
          />
          <ShowMore list={list} />
        </>
      )}
    </section>
  );
}

function CreditNotes({ id, notes }: { readonly id: string; readonly notes: Life['creditNotes'] }) {
  const { invoices: messages } = useMessages();
  const { fields } = messages;
  const list = useFurtherPages({
    first: notes,
    document: InvoiceCreditNotesAfterDocument,
    toVariables: (after) => ({ id, after }),
    select: ({ invoice }) => invoice?.creditNotes,
  });
  return (
    <section>
      <h2>{messages.creditNotes}</h2>
      <DataTable
        label={messages.creditNotes}
        rows={list.rows}
        toKey={(note) => note.id}
        columns={[
          {
            key: 'number',
            header: fields.number,
            cell: (note) => (
              <Link to="/invoices/$id" params={{ id: note.id }}>
                {note.number}
              </Link>
            ),
          },
          {
            key: 'day',
            header: fields.issueDate,
            cell: ({ issueDate }) => issueDate && <DayText day={issueDate} />,
          },
          { key: 'note', header: messages.document.note, cell: ({ note }) => note },
          {
            key: 'total',
            header: fields.total,
            align: 'end',
            cell: ({ total }) => <MoneyText money={total} />,
          },
        ]}
      />
      <ShowMore list={list} />
    </section>
  );
}

function History({
  id,
  history,
  timeZone,
}: {
  readonly id: string;
  readonly history: Life['history'];
  readonly timeZone: string | undefined;
}) {
  const { invoices: messages } = useMessages();
  const { historyColumns: headers } = messages;
  const list = useFurtherPages({
    first: history,
    document: InvoiceHistoryAfterDocument,
    toVariables: (after) => ({ id, after }),
    select: ({ invoice }) => invoice?.history,
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
            cell: ({ occurredAt }) => (
              <InstantText instant={occurredAt} {...(timeZone !== undefined && { timeZone })} />
            ),
          },
          { key: 'what', header: headers.what, cell: ({ kind }) => messages.historyKinds[kind] },
          { key: 'who', header: headers.who, cell: ({ doneBy }) => <ActorText actor={doneBy} /> },
          { key: 'details', header: headers.details, cell: (entry) => <HistoryDetails entry={entry} /> },
        ]}
      />
      <ShowMore list={list} />
    </section>
  );
}

function HistoryDetails({ entry }: { readonly entry: HistoryEntry }) {
  const { invoices: messages } = useMessages();
  const { amount, reason, fields, duplicateOf } = entry;
  return (
    <>
      {amount && <MoneyText money={amount} />} {reason} {fields.join(', ')}
      {duplicateOf && (
        <Link to="/invoices/$id" params={{ id: duplicateOf.id }}>
          {messages.copyOf(duplicateOf.number ?? messages.draft)}
        </Link>
      )}
    </>
  );
}
