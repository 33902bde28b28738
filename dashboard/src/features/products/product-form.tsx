import type { TaxCategory } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { FieldGroup, FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { type RecordFormProps, useRecordForm } from '../../ui/use-record-form.tsx';
import { flattenProduct, type ProductValues } from './product-values.ts';

const categories: readonly TaxCategory[] = [
  'STANDARD',
  'ZERO_RATED',
  'EXEMPT',
  'REVERSE_CHARGE',
  'INTRA_COMMUNITY',
  'EXPORT',
];

/** The form of a product, new or known. */
export function ProductForm(props: RecordFormProps<ProductValues>) {
  const { products: messages, ui } = useMessages();
  const decimals = useDecimals();
  const { field, register, render } = useRecordForm({
    ...props,
    labels: messages.fields,
    flatten: flattenProduct,
  });
  const required = { validate: (value: unknown) => String(value).trim() !== '' || ui.required };
  const decimal = (isRequired: boolean) => ({
    validate: (value: unknown) => decimals.validate(String(value), { isRequired }),
  });
  return render(
    <>
      <FieldRow>
        <TextField label={messages.fields.sku} required {...field('sku', required)} />
        <TextField label={messages.fields.name} required {...field('name', required)} />
      </FieldRow>
      <TextArea label={messages.fields.description} isOptional {...field('description')} />
      <FieldRow>
        <DecimalField
          label={messages.fields['unitPrice.amount']}
          required
          {...field('unitPrice.amount', decimal(true))}
        />
        <TextField
          label={messages.fields['unitPrice.currency']}
          required
          maxLength={3}
          {...field('unitPrice.currency', required)}
        />
        <TextField label={messages.fields.unit} required {...field('unit', required)} />
      </FieldRow>
      <FieldGroup legend={messages.tax}>
        <FieldRow>
          <DecimalField label={messages.fields.taxRate} required {...field('taxRate', decimal(true))} />
          <SelectField
            label={messages.fields.taxCategory}
            options={[
              { value: '', label: messages.byRate },
              ...categories.map((value) => ({ value, label: messages.taxCategories[value] })),
            ]}
            {...field('taxCategory')}
          />
        </FieldRow>
        <TextField
          label={messages.fields.taxExemptionReason}
          isOptional
          hint={messages.reasonHint}
          {...field('taxExemptionReason')}
        />
      </FieldGroup>
      <FieldGroup legend={messages.stock}>
        <label>
          <input type="checkbox" {...register('isStockTracked')} id={toControlId('isStockTracked')} />{' '}
          {messages.fields.isStockTracked}
        </label>
        <DecimalField
          label={messages.fields.lowStockAt}
          isOptional
          hint={messages.lowStockHint}
          {...field('lowStockAt', decimal(false))}
        />
      </FieldGroup>
    </>,
  );
}
