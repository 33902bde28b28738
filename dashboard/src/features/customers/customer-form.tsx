import { useMessages } from '../../messages/language.tsx';
import { FieldGroup, FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useCountries } from '../../ui/use-countries.ts';
import { type RecordFormProps, useRecordForm } from '../../ui/use-record-form.tsx';
import { type CustomerValues, flattenCustomer } from './customer-values.ts';
import { ElectronicFields } from './electronic-fields.tsx';

/** The form of a customer, new or known. */
export function CustomerForm(props: RecordFormProps<CustomerValues>) {
  const { customers: messages, ui } = useMessages();
  const countries = useCountries();
  const { field: text, render } = useRecordForm({
    ...props,
    labels: messages.fields,
    flatten: flattenCustomer,
  });
  return render(
    <>
      <TextField
        label={messages.fields.displayName}
        required
        {...text('displayName', { validate: (value) => String(value).trim() !== '' || ui.required })}
      />
      <FieldRow>
        <TextField label={messages.fields.contactName} isOptional {...text('contactName')} />
        <TextField label={messages.fields.email} isOptional type="email" {...text('email')} />
        <TextField
          label={messages.fields.phone}
          isOptional
          type="tel"
          hint={messages.phoneHint}
          {...text('phone')}
        />
      </FieldRow>
      <FieldRow>
        <TextField label={messages.fields.taxNumber} isOptional {...text('taxNumber')} />
        <TextField label={messages.fields.externalReference} isOptional {...text('externalReference')} />
      </FieldRow>
      <FieldRow>
        <SelectField
          label={messages.fields.language}
          options={[
            { value: '', label: messages.sellersLanguage },
            ...(['EN', 'FR'] as const).map((value) => ({ value, label: messages.languages[value] })),
          ]}
          {...text('language')}
        />
        <SelectField
          label={messages.fields.courtesyMails}
          options={(['YES', 'NO'] as const).map((value) => ({ value, label: messages.courtesy[value] }))}
          {...text('courtesyMails')}
        />
      </FieldRow>
      <FieldGroup legend={messages.address}>
        <TextField label={messages.fields['address.line1']} {...text('address.line1')} />
        <TextField label={messages.fields['address.line2']} isOptional {...text('address.line2')} />
        <FieldRow>
          <TextField
            label={messages.fields['address.postalCode']}
            isOptional
            {...text('address.postalCode')}
          />
          <TextField label={messages.fields['address.city']} {...text('address.city')} />
          <SelectField
            label={messages.fields['address.countryCode']}
            options={[{ value: '', label: ui.none }, ...countries.options]}
            {...text('address.countryCode')}
          />
        </FieldRow>
      </FieldGroup>
      <ElectronicFields initial={props.initial} text={text} />
    </>,
  );
}
