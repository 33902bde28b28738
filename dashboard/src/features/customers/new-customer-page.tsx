import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { CreateCustomerDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { CustomerForm } from './customer-form.tsx';
import { emptyCustomer, toCustomerInput } from './customer-values.ts';

/** Adds a customer. */
export function NewCustomerPage() {
  const { customers: messages, ui } = useMessages();
  const navigate = useNavigate();
  const notify = useNotice();
  const { send } = useKeyedChange(CreateCustomerDocument);
  const createdId = useRef<string>(undefined);
  return (
    <PageLayout title={messages.create}>
      <CustomerForm
        initial={emptyCustomer}
        onSave={async (values) => {
          const result = await send(toCustomerInput(values));
          if (result.kind !== 'done') return result;
          createdId.current = result.payload.customer?.id;
          notify(messages.created(values.displayName));
          return { kind: 'saved' };
        }}
        onSaved={() => {
          if (createdId.current !== undefined)
            void navigate({ to: '/customers/$id', params: { id: createdId.current }, replace: true });
        }}
        cancel={
          <Link to="/customers" className={toButtonClass()}>
            {ui.cancel}
          </Link>
        }
      />
    </PageLayout>
  );
}
