import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { ContactsOfCustomerDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { ContactDialog } from './contact-dialogs.tsx';
import { useContactColumns } from './contact-table.tsx';

/** The latest contacts with a customer, and the button for a new one. */
export function CustomerContacts({ customerId }: { readonly customerId: string }) {
  const { contacts: messages } = useMessages();
  const notify = useNotice();
  const [isOpen, setOpen] = useState(false);
  const view = useData(ContactsOfCustomerDocument, {
    variables: { id: customerId },
    types: ['CustomerContact'],
  });
  const columns = useContactColumns({ isWhole: false, onChanged: view.retry });
  return (
    <section>
      <h2>{messages.title}</h2>
      <StateView view={view} select={(data) => data.customer?.contacts} skeletonRows={1}>
        {({ edges }) =>
          edges.length === 0 ? (
            <p>{messages.none}</p>
          ) : (
            <DataTable
              label={messages.title}
              columns={columns}
              rows={edges.map(({ node }) => node)}
              toKey={({ id }) => id}
            />
          )
        }
      </StateView>
      <p>
        <Button onClick={() => setOpen(true)}>{messages.create}</Button>
      </p>
      {isOpen && (
        <ContactDialog
          about={{ customerId }}
          onClose={() => setOpen(false)}
          onOutdated={() => setOpen(false)}
          onDone={(text) => {
            setOpen(false);
            notify(text);
            view.retry();
          }}
        />
      )}
    </section>
  );
}
