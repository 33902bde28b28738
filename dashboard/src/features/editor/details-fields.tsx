import { useState } from 'react';
import { fieldBounds } from '../../api/field-bounds.ts';
import { useMessages } from '../../messages/language.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCountries } from '../../ui/use-countries.ts';
import { type DetailText, type DetailValues, detailFields, operationKinds } from './draft-details.ts';
import styles from './draft-editor.module.css';
import type { FieldProblems } from './draft-reading.ts';

/** The properties of the control of a field. */
interface FieldControl {
  readonly label: string;
  readonly id: string;
  readonly error: string | undefined;
  readonly value: string;
  readonly onChange: (event: { target: { value: string } }) => void;
}

export interface DetailsFieldsProps {
  readonly values: DetailValues;
  readonly problems: FieldProblems;
  readonly text: (field: DetailText) => FieldControl;
}

/** References and delivery, which few invoices have: closed unless something is written or wrong there. */
export function DetailsFields({ values, problems, text }: DetailsFieldsProps) {
  const { editor: messages, ui } = useMessages();
  const countries = useCountries();
  const [isOpen, setOpen] = useState(detailFields.some((field) => values[field] !== ''));
  const hasProblem = detailFields.some((field) => problems[field] !== undefined);
  const maxLength = fieldBounds.documentReferenceLength;
  return (
    <details
      className={styles['references']}
      open={isOpen || hasProblem}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{messages.references}</summary>
      <FieldRow>
        <TextField {...text('purchaseOrder')} isOptional maxLength={maxLength} />
        <TextField {...text('buyerReference')} isOptional maxLength={maxLength} />
        <TextField {...text('contract')} isOptional maxLength={maxLength} />
        <SelectField
          {...text('operationKind')}
          options={[
            { value: '', label: messages.operationOfSeller },
            ...operationKinds.map((value) => ({ value, label: messages.operations[value] })),
          ]}
        />
      </FieldRow>
      <FieldRow>
        <DayField {...text('delivery.date')} isOptional />
        <DayField {...text('delivery.period.start')} isOptional />
        <DayField {...text('delivery.period.end')} isOptional />
      </FieldRow>
      <TextField {...text('delivery.recipientName')} isOptional maxLength={fieldBounds.recipientNameLength} />
      <FieldRow>
        <TextField {...text('delivery.address.line1')} isOptional />
        <TextField {...text('delivery.address.line2')} isOptional />
      </FieldRow>
      <FieldRow>
        <TextField {...text('delivery.address.postalCode')} isOptional />
        <TextField {...text('delivery.address.city')} isOptional />
        <SelectField
          {...text('delivery.address.countryCode')}
          options={[{ value: '', label: ui.none }, ...countries.options]}
        />
      </FieldRow>
    </details>
  );
}
