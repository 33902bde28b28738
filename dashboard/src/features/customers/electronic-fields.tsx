import { useMessages } from '../../messages/language.tsx';
import { FieldGroup, FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import type { FieldOf } from '../../ui/use-record-form.tsx';
import type { CustomerValues } from './customer-values.ts';

export interface ElectronicFieldsProps {
  readonly initial: CustomerValues;
  readonly text: FieldOf<CustomerValues>;
}

/** The usual schemes of the EAS list. */
type UsualScheme = '0225' | '0009' | '0088' | '0204' | '0208' | '0190' | '9930' | 'EM';
const usual: readonly UsualScheme[] = ['0225', '0009', '0088', '0204', '0208', '0190', '9930', 'EM'];

/** The fields by which electronic invoices reach a customer. One whose scheme is not usual keeps it. */
export function ElectronicFields({ initial, text }: ElectronicFieldsProps) {
  const { customers: messages } = useMessages();
  const { scheme } = initial.electronicAddress;
  const isUnusual = scheme !== '' && !usual.some((code) => code === scheme);
  return (
    <FieldGroup legend={messages.electronicInvoices}>
      <FieldRow>
        <TextField label={messages.fields.siren} isOptional inputMode="numeric" {...text('siren')} />
        <TextField
          label={messages.fields.siret}
          isOptional
          inputMode="numeric"
          hint={messages.siretHint}
          {...text('siret')}
        />
      </FieldRow>
      <FieldRow>
        <SelectField
          label={messages.fields['electronicAddress.scheme']}
          options={[
            { value: '', label: messages.addressOfSiren },
            ...usual.map((code) => ({ value: code, label: `${messages.schemes[code]} (${code})` })),
            ...(isUnusual ? [{ value: scheme, label: scheme }] : []),
          ]}
          {...text('electronicAddress.scheme')}
        />
        <TextField
          label={messages.fields['electronicAddress.id']}
          isOptional
          {...text('electronicAddress.id')}
        />
      </FieldRow>
    </FieldGroup>
  );
}
