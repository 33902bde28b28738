import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { CreateCustomerLinkDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { SecretDialog } from '../../ui/secret-dialog.tsx';
import { SelectField } from '../../ui/select-field.tsx';

const offeredDays = [7, 30, 90, 365];

/** Makes a link by which a customer reads the invoice, then shows its address, once. */
export function NewLinkDialog({
  invoiceId,
  onClose,
}: {
  readonly invoiceId: string;
  readonly onClose: () => void;
}) {
  const { invoices: messages } = useMessages();
  const { links: texts } = messages;
  const { send } = useKeyedChange(CreateCustomerLinkDocument);
  const [address, setAddress] = useState<string>();
  const form = useForm({ defaultValues: { days: '90' } });
  if (address !== undefined)
    return (
      <SecretDialog
        title={texts.addressTitle}
        warning={texts.addressText}
        secrets={[{ label: texts.address, text: address }]}
        onClose={onClose}
      />
    );
  return (
    <ActionDialog
      title={texts.create}
      confirm={texts.create}
      form={form}
      labels={{ days: texts.days }}
      send={({ days }) => send({ invoiceId, days: Number(days) })}
      onDone={({ url }) => (url === null ? onClose() : setAddress(url))}
      onOutdated={onClose}
      onClose={onClose}
    >
      <p>{texts.createText}</p>
      <SelectField
        label={texts.days}
        id={toControlId('days')}
        error={form.formState.errors.days?.message}
        options={offeredDays.map((days) => ({ value: String(days), label: texts.daysOf(days) }))}
        {...form.register('days')}
      />
    </ActionDialog>
  );
}
