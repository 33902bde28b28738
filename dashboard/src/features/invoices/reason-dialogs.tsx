import { useForm } from 'react-hook-form';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { ReverseInvoicePaymentDocument, VoidInvoiceDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { formatMoney } from '../../ui/money-text.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import type { InvoiceActionProps } from './action-props.ts';
import type { InvoicePayment } from './invoice-life.tsx';

/** Makes an invoice void. */
export function VoidDialog({ invoice, onDone, ...rest }: InvoiceActionProps) {
  const { invoices: messages, ui } = useMessages();
  const { void: texts, done } = messages;
  const { send } = useKeyedChange(VoidInvoiceDocument);
  const form = useForm({ defaultValues: { reason: '' } });
  return (
    <ActionDialog
      {...rest}
      title={texts.title}
      confirm={texts.confirm}
      isDangerous
      form={form}
      labels={{ reason: texts.reason }}
      send={({ reason }) => send({ id: invoice.id, expectedVersion: invoice.version, reason })}
      onDone={({ invoice: changed, approval }) =>
        onDone(approval === null ? done.voided : done.waiting, changed)
      }
    >
      <p>{texts.text}</p>
      <TextArea
        label={texts.reason}
        id={toControlId('reason')}
        error={form.formState.errors.reason?.message}
        {...form.register('reason', { validate: (text) => text.trim() !== '' || ui.required })}
      />
    </ActionDialog>
  );
}

/** Takes a payment or a refund back by a counter-entry. */
export function ReverseDialog({
  payment,
  onDone,
  ...rest
}: Omit<InvoiceActionProps, 'invoice' | 'seller'> & { readonly payment: InvoicePayment }) {
  const { invoices: messages, ui } = useMessages();
  const { reverse: texts, done } = messages;
  const locale = useLocale();
  const { send } = useKeyedChange(ReverseInvoicePaymentDocument);
  const form = useForm({ defaultValues: { reason: '' } });
  return (
    <ActionDialog
      {...rest}
      title={texts.title}
      confirm={texts.confirm}
      isDangerous
      form={form}
      labels={{ reason: texts.reason }}
      send={({ reason }) => send({ paymentId: payment.id, reason })}
      onDone={({ invoice: changed, approval }) =>
        onDone(approval === null ? done.reversed : done.waiting, changed)
      }
    >
      <p>{texts.text(messages.paymentKinds[payment.kind], formatMoney(payment.amount, locale))}</p>
      <TextArea
        label={texts.reason}
        id={toControlId('reason')}
        error={form.formState.errors.reason?.message}
        {...form.register('reason', { validate: (text) => text.trim() !== '' || ui.required })}
      />
    </ActionDialog>
  );
}
