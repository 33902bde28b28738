import { useRef } from 'react';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { CreateCustomerDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CustomerForm } from '../customers/customer-form.tsx';
import { emptyCustomer, toCustomerInput } from '../customers/customer-values.ts';

export interface NewCustomerDialogProps {
  readonly onAdded: (id: string, name: string) => void;
  readonly onCancel: () => void;
}

/** Adds a customer beside the draft, which stays as it is below. */
export function NewCustomerDialog({ onAdded, onCancel }: NewCustomerDialogProps) {
  const { editor: messages, ui } = useMessages();
  const { send } = useKeyedChange(CreateCustomerDocument);
  const added = useRef<{ readonly id: string; readonly displayName: string }>(undefined);
  return (
    <Dialog title={messages.newCustomer} onClose={onCancel} actions={null}>
      <CustomerForm
        initial={emptyCustomer}
        onSave={async (values) => {
          const result = await send(toCustomerInput(values));
          if (result.kind !== 'done') return result;
          added.current = result.payload.customer ?? undefined;
          return { kind: 'saved' };
        }}
        onSaved={() => {
          if (added.current !== undefined) onAdded(added.current.id, added.current.displayName);
        }}
        cancel={<Button onClick={onCancel}>{ui.cancel}</Button>}
      />
    </Dialog>
  );
}
