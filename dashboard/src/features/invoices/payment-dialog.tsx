import { useForm } from 'react-hook-form';
import type { ChangeResult } from '../../api/use-change.ts';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  type InvoiceDocumentFragment,
  type PaymentMethod,
  RecordInvoicePaymentDocument,
  RecordInvoiceRefundDocument,
} from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { FieldRow } from '../../ui/form-parts.tsx';
import { formatMoney } from '../../ui/money-text.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDays } from '../../ui/use-days.ts';
import { useDecimals } from '../../ui/use-decimals.ts';
import type { InvoiceActionProps } from './action-props.ts';
import { isAbove, isZero } from './compare-decimals.ts';

const methods: readonly PaymentMethod[] = [
  'BANK_TRANSFER',
  'CARD',
  'DIRECT_DEBIT',
  'CASH',
  'CHEQUE',
  'OTHER',
];

/** Records money that came in, or that was given back: not more than is left. */
export function PaymentDialog({
  invoice,
  seller,
  onDone,
  isRefund,
  ...rest
}: InvoiceActionProps & { readonly isRefund: boolean }) {
  const { invoices: messages } = useMessages();
  const { pay: texts } = messages;
  const locale = useLocale();
  const decimals = useDecimals();
  const days = useDays();
  const payment = useKeyedChange(RecordInvoicePaymentDocument);
  const refund = useKeyedChange(RecordInvoiceRefundDocument);
  const most = isRefund ? invoice.refundable : invoice.balance;
  const mostText = formatMoney(most, locale);
  const maxDecimals = most.amount.split('.')[1]?.length ?? 0;
  const form = useForm({
    defaultValues: {
      amount: decimals.format(most.amount),
      method: 'BANK_TRANSFER',
      paidOn: seller ? days.format(seller.today) : '',
      reference: '',
      note: '',
    },
  });
  const { errors } = form.formState;
  const labels = {
    amount: texts.amount(most.currency),
    method: texts.method,
    paidOn: texts.paidOn,
    reference: texts.reference,
    note: texts.note,
  };
  const field = (name: keyof typeof labels) => ({
    label: labels[name],
    id: toControlId(name),
    error: errors[name]?.message,
  });

  function validateAmount(text: string): true | string {
    const problem = decimals.validate(text, { isRequired: true, maxDecimals });
    if (problem !== true) return problem;
    const amount = decimals.toDecimal(text) ?? '0';
    if (isZero(amount)) return texts.zero;
    return isAbove(amount, most.amount) ? texts.tooMuch(mostText) : true;
  }

  return (
    <ActionDialog
      {...rest}
      title={isRefund ? texts.refundTitle : texts.title}
      confirm={texts.confirm}
      form={form}
      labels={labels}
      send={async (values): Promise<ChangeResult<{ readonly invoice: InvoiceDocumentFragment | null }>> => {
        const input = {
          invoiceId: invoice.id,
          amount: decimals.toDecimal(values.amount) ?? '',
          currency: most.currency,
          method: values.method as PaymentMethod,
          paidOn: days.toDay(values.paidOn) ?? null,
          reference: values.reference.trim() || null,
          note: values.note.trim() || null,
        };
        return isRefund ? refund.send(input) : payment.send(input);
      }}
      onDone={({ invoice: changed }) =>
        onDone(isRefund ? messages.done.refunded : messages.done.paid, changed)
      }
    >
      <DecimalField
        {...field('amount')}
        hint={isRefund ? texts.refundable(mostText) : texts.left(mostText)}
        {...form.register('amount', { validate: validateAmount })}
      />
      <FieldRow>
        <SelectField
          {...field('method')}
          options={methods.map((value) => ({ value, label: messages.methods[value] }))}
          {...form.register('method')}
        />
        <DayField
          {...field('paidOn')}
          {...form.register('paidOn', {
            validate: (text) => days.validate(text, { isRequired: true, max: seller?.today }),
          })}
        />
      </FieldRow>
      <TextField {...field('reference')} isOptional {...form.register('reference')} />
      <TextField {...field('note')} isOptional {...form.register('note')} />
    </ActionDialog>
  );
}
