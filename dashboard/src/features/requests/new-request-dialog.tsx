import { useForm } from 'react-hook-form';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  CreateRequestDocument,
  type RequestDetailsFragment,
  type RequestKind,
  type RequestUrgency,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { parseLocalTime } from './local-instant.ts';
import { requestKindChoices, requestUrgencyChoices } from './requests-search.ts';

export interface NewRequestDialogProps {
  /** The customer, or the invoice in whose currency an amount is. */
  readonly about: { readonly customerId: string } | { readonly invoiceId: string; readonly currency: string };
  readonly onDone: (request: RequestDetailsFragment | null) => void;
  readonly onClose: () => void;
}

/** Opens a request about a customer, or a dispute about an invoice. */
export function NewRequestDialog({ about, onDone, onClose }: NewRequestDialogProps) {
  const { requests: messages, ui } = useMessages();
  const { fields } = messages;
  const decimals = useDecimals();
  const { send } = useKeyedChange(CreateRequestDocument);
  const isDispute = 'invoiceId' in about;
  const form = useForm({
    defaultValues: {
      kind: isDispute ? 'DISPUTE' : 'TASK',
      title: '',
      text: '',
      urgency: 'NORMAL',
      deadline: '',
      disputedAmount: '',
    },
  });
  const { errors } = form.formState;
  const field = (name: keyof typeof errors & keyof typeof fields) => ({
    label: fields[name],
    id: toControlId(name),
    error: errors[name]?.message,
  });
  const kinds = requestKindChoices.filter((kind) => kind !== 'DISPUTE');
  return (
    <ActionDialog
      title={isDispute ? messages.openDispute : messages.create}
      confirm={isDispute ? messages.openDispute : messages.create}
      form={form}
      labels={fields}
      send={(values) =>
        send({
          kind: values.kind as RequestKind,
          title: values.title,
          text: values.text.trim() || null,
          urgency: values.urgency as RequestUrgency,
          deadline: parseLocalTime(values.deadline),
          ...(isDispute
            ? {
                invoiceId: about.invoiceId,
                disputedAmount: values.disputedAmount.trim()
                  ? (decimals.toDecimal(values.disputedAmount) ?? '')
                  : null,
              }
            : { customerId: about.customerId }),
        })
      }
      onDone={({ request }) => onDone(request)}
      onOutdated={onClose}
      onClose={onClose}
    >
      {isDispute && <p>{messages.disputeText}</p>}
      <TextField
        {...field('title')}
        required
        {...form.register('title', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      <TextArea {...field('text')} isOptional {...form.register('text')} />
      <FieldRow>
        {!isDispute && (
          <SelectField
            {...field('kind')}
            options={kinds.map((value) => ({ value, label: messages.kinds[value] }))}
            {...form.register('kind')}
          />
        )}
        <SelectField
          {...field('urgency')}
          options={requestUrgencyChoices.map((value) => ({ value, label: messages.urgencies[value] }))}
          {...form.register('urgency')}
        />
        <TextField {...field('deadline')} isOptional type="datetime-local" {...form.register('deadline')} />
      </FieldRow>
      {isDispute && (
        <DecimalField
          {...field('disputedAmount')}
          label={messages.disputedIn(about.currency)}
          isOptional
          {...form.register('disputedAmount', { validate: (text) => decimals.validate(text, {}) })}
        />
      )}
    </ActionDialog>
  );
}
