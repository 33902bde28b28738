import { useForm } from 'react-hook-form';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { CreditInvoiceDocument, type InvoiceDocumentFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { formatDecimalText } from '../../ui/decimal-text.ts';
import { toControlId } from '../../ui/form-errors.ts';
import { TextArea } from '../../ui/text-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import type { InvoiceActionProps } from './action-props.ts';
import { isAbove, isZero } from './compare-decimals.ts';
import styles from './invoices.module.css';

interface CreditValues {
  readonly scope: 'all' | 'some';
  readonly amount: string;
  /** In the order of the lines that can be credited. */
  readonly quantities: string[];
  readonly reason: string;
  readonly returnsGoods: boolean;
}

/** Credits all that is left of an invoice, quantities of its lines, or an amount where no lines are known. */
export function CreditDialog({ invoice, onDone, ...rest }: InvoiceActionProps) {
  const { invoices: messages, ui } = useMessages();
  const { credit: texts, done } = messages;
  const decimals = useDecimals();
  const locale = useLocale();
  const { send } = useKeyedChange(CreditInvoiceDocument);
  const lines = invoice.lines.filter(({ creditableQuantity }) => !isZero(creditableQuantity));
  const hasLines = invoice.lines.length > 0;
  const form = useForm<CreditValues>({
    defaultValues: {
      scope: 'all',
      amount: '',
      quantities: lines.map(() => ''),
      reason: '',
      returnsGoods: true,
    },
  });
  const scope = form.watch('scope');
  const { errors } = form.formState;

  function validateQuantity(text: string, line: InvoiceDocumentFragment['lines'][number]): true | string {
    if (form.getValues('scope') === 'all') return true;
    const problem = decimals.validate(text, { maxDecimals: 4 });
    if (problem !== true) return problem;
    const tooMuch = isAbove(decimals.toDecimal(text) ?? '0', line.creditableQuantity);
    return tooMuch ? texts.tooMuch(formatDecimalText(line.creditableQuantity, locale)) : true;
  }

  function toParts(values: CreditValues) {
    if (values.scope === 'all') return {};
    if (!hasLines) return { amount: decimals.toDecimal(values.amount) ?? '' };
    const given = lines.flatMap(({ id: lineId }, index) => {
      const quantity = decimals.toDecimal(values.quantities[index] ?? '');
      return quantity === undefined || isZero(quantity) ? [] : [{ lineId, quantity }];
    });
    return { lines: given };
  }

  return (
    <ActionDialog
      {...rest}
      title={texts.title}
      confirm={texts.confirm}
      form={form}
      labels={{ reason: texts.reason, amount: texts.amount(invoice.currency) }}
      send={async (values) => {
        const parts = toParts(values);
        if (parts.lines?.length === 0)
          return { kind: 'refused', userErrors: [{ field: [], message: texts.nothing, code: 'REQUIRED' }] };
        return send({
          invoiceId: invoice.id,
          expectedVersion: invoice.version,
          ...parts,
          reason: values.reason,
          returnsGoods: values.returnsGoods,
        });
      }}
      onDone={({ creditNote, approval }) =>
        onDone(
          approval === null ? done.credited(creditNote?.number ?? '') : done.waiting,
          creditNote?.creditedInvoice,
        )
      }
    >
      <fieldset className={styles['statuses']}>
        <legend>{texts.what}</legend>
        <label>
          <input type="radio" value="all" {...form.register('scope')} /> {texts.all}
        </label>
        <label>
          <input type="radio" value="some" {...form.register('scope')} />{' '}
          {hasLines ? texts.some : texts.someAmount}
        </label>
      </fieldset>
      {scope === 'some' && !hasLines && (
        <DecimalField
          label={texts.amount(invoice.currency)}
          id={toControlId('amount')}
          error={errors.amount?.message}
          {...form.register('amount', { validate: (text) => decimals.validate(text, { isRequired: true }) })}
        />
      )}
      {scope === 'some' && hasLines && (
        <div className={styles['creditLines']}>
          {lines.map((line, index) => (
            <DecimalField
              key={line.id}
              label={texts.quantity(line.description)}
              hint={texts.left(`${formatDecimalText(line.creditableQuantity, locale)} ${line.unit}`)}
              id={toControlId(`quantities.${index}`)}
              error={errors.quantities?.[index]?.message}
              {...form.register(`quantities.${index}`, { validate: (text) => validateQuantity(text, line) })}
            />
          ))}
        </div>
      )}
      <TextArea
        label={texts.reason}
        id={toControlId('reason')}
        error={errors.reason?.message}
        {...form.register('reason', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      {invoice.stock !== 'NONE' && (
        <label>
          <input type="checkbox" {...form.register('returnsGoods')} /> {texts.returns}
        </label>
      )}
    </ActionDialog>
  );
}
