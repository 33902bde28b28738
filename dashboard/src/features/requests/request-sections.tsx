import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import {
  type RequestRowFragment,
  RequestsOfCustomerDocument,
  RequestsOfInvoiceDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { NewRequestDialog, type NewRequestDialogProps } from './new-request-dialog.tsx';
import { useRequestColumns } from './request-columns.tsx';

const types = ['CustomerRequest'];

/** Says that an invoice is disputed; nothing of others. */
export function DisputeBadge({ invoiceId }: { readonly invoiceId: string }) {
  const { requests: messages } = useMessages();
  const { data } = useData(RequestsOfInvoiceDocument, { variables: { id: invoiceId }, types });
  return data?.invoice?.isDisputed === true && <Badge tone="warning">{messages.disputed}</Badge>;
}

export interface InvoiceRequestsProps {
  readonly invoiceId: string;
  readonly currency: string;
  /** False for a draft, a credit note and a void invoice. */
  readonly isDisputable: boolean;
}

/** The requests about an invoice, and the button that disputes it. */
export function InvoiceRequests({ invoiceId, currency, isDisputable }: InvoiceRequestsProps) {
  const { requests: messages } = useMessages();
  const view = useData(RequestsOfInvoiceDocument, { variables: { id: invoiceId }, types });
  return (
    <Section
      action={isDisputable ? messages.openDispute : undefined}
      about={{ invoiceId, currency }}
      onDone={view.retry}
    >
      <StateView view={view} select={(data) => data.invoice?.requests} skeletonRows={1}>
        {(list) => <List rows={list.edges.map(({ node }) => node)} />}
      </StateView>
    </Section>
  );
}

/** The requests about a customer, and the button for a new one. */
export function CustomerRequests({ customerId }: { readonly customerId: string }) {
  const { requests: messages } = useMessages();
  const { roles } = usePerson();
  const view = useData(RequestsOfCustomerDocument, { variables: { id: customerId }, types });
  const mayCreate = mayUse(roles, 'Mutation.createCustomer');
  return (
    <Section action={mayCreate ? messages.create : undefined} about={{ customerId }} onDone={view.retry}>
      <StateView view={view} select={(data) => data.customer?.requests} skeletonRows={1}>
        {(list) => <List rows={list.edges.map(({ node }) => node)} />}
      </StateView>
    </Section>
  );
}

interface SectionProps {
  /** The button's text; absent for whoever may not do it. */
  readonly action: string | undefined;
  readonly about: NewRequestDialogProps['about'];
  readonly onDone: () => void;
  readonly children: ReactNode;
}

function Section({ action, about, onDone, children }: SectionProps) {
  const { requests: messages } = useMessages();
  const notify = useNotice();
  const [isOpen, setOpen] = useState(false);
  return (
    <section>
      <h2>{messages.title}</h2>
      {children}
      {action !== undefined && (
        <p>
          <Button onClick={() => setOpen(true)}>{action}</Button>
        </p>
      )}
      {isOpen && (
        <NewRequestDialog
          about={about}
          onClose={() => setOpen(false)}
          onDone={(request) => {
            setOpen(false);
            notify(messages.done.opened(request?.reference ?? ''));
            onDone();
          }}
        />
      )}
    </section>
  );
}

function List({ rows }: { readonly rows: readonly RequestRowFragment[] }) {
  const { requests: messages } = useMessages();
  const columns = useRequestColumns({ isWhole: false });
  if (rows.length === 0) return <p>{messages.none}</p>;
  return (
    <>
      <DataTable label={messages.title} columns={columns} rows={rows} toKey={({ id }) => id} />
      <p>
        <Link to="/requests">{messages.all}</Link>
      </p>
    </>
  );
}
