import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useChange } from '../../api/use-change.ts';
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
  const { send } = useChange(CreateCustomerDocument);
  // Made when the form opens: whoever presses twice, or after an answer that was lost, adds one customer.
  const idempotencyKey = useRef(crypto.randomUUID());
  const createdId = useRef<string>(undefined);
  return (
    <PageLayout title={messages.create}>
      <CustomerForm
        initial={emptyCustomer}
        onSave={async (values) => {
          const result = await send({
            input: { ...toCustomerInput(values), idempotencyKey: idempotencyKey.current },
          });
          if (result.kind !== 'done') {
            // A refused input has used no key, and another input needs another one.
            if (result.kind === 'refused') idempotencyKey.current = crypto.randomUUID();
            return result;
          }
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
