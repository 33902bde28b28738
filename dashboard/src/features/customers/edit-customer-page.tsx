import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useClient } from 'urql';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import {
  type CustomerDetailsFragment,
  CustomerDocument,
  UpdateCustomerDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { CustomerForm } from './customer-form.tsx';
import { toCustomerInput, toCustomerValues } from './customer-values.ts';

const route = getRouteApi('/customers/$id/edit');

/** Changes a customer. */
export function EditCustomerPage() {
  const { customers: messages, ui } = useMessages();
  const { id } = route.useParams();
  const view = useData(CustomerDocument, { variables: { id } });
  const name = view.data?.customer?.displayName;
  return (
    <PageLayout title={name === undefined ? ui.edit : messages.edit(name)}>
      <StateView view={view} select={({ customer }) => customer}>
        {(customer) => <EditForm key={customer.id} customer={customer} />}
      </StateView>
    </PageLayout>
  );
}

/** Typed text stays while the customer is fetched again: only the first answer fills the form. */
function EditForm({ customer }: { readonly customer: CustomerDetailsFragment }) {
  const { customers: messages, ui } = useMessages();
  const navigate = useNavigate();
  const notify = useNotice();
  const client = useClient();
  const { send } = useChange(UpdateCustomerDocument);
  const version = useRef(customer.version);
  const { id } = customer;

  return (
    <CustomerForm
      initial={toCustomerValues(customer)}
      onSave={async (values) => {
        const result = await send({
          input: { ...toCustomerInput(values), id, expectedVersion: version.current },
        });
        if (result.kind === 'done') {
          notify(messages.saved(values.displayName));
          return { kind: 'saved' };
        }
        if (result.kind === 'failed' || !result.userErrors.some(({ code }) => code === 'CONFLICT'))
          return result;
        const newest = await client
          .query(CustomerDocument, { id }, { requestPolicy: 'network-only' })
          .toPromise();
        const theirs = newest.data?.customer;
        if (theirs === undefined || theirs === null) return result;
        version.current = theirs.version;
        return { kind: 'conflict', theirs: toCustomerValues(theirs) };
      }}
      onSaved={() => void navigate({ to: '/customers/$id', params: { id }, replace: true })}
      cancel={
        <Link to="/customers/$id" params={{ id }} className={toButtonClass()}>
          {ui.cancel}
        </Link>
      }
    />
  );
}
