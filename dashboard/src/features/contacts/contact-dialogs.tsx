import { useForm } from 'react-hook-form';
import { type ChangeResult, useChange } from '../../api/use-change.ts';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  type ContactKind,
  type ContactRowFragment,
  CorrectContactDocument,
  RecordContactDocument,
  StrikeContactDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { FieldRow } from '../../ui/form-parts.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import { parseLocalTime, toLocalTime } from '../requests/local-instant.ts';
import { contactKindChoices } from './contacts-search.ts';

export interface ContactDialogProps {
  /** The entry to correct, or the customer of a new one. */
  readonly about: ContactRowFragment | { readonly customerId: string };
  /** Told what was done, in words. */
  readonly onDone: (text: string) => void;
  readonly onOutdated: () => void;
  readonly onClose: () => void;
}

/** Writes a contact into the journal, or corrects an entry. */
export function ContactDialog({ about, onDone, ...rest }: ContactDialogProps) {
  const { contacts: messages, ui } = useMessages();
  const { fields } = messages;
  const create = useKeyedChange(RecordContactDocument);
  const correct = useChange(CorrectContactDocument);
  const entry = 'id' in about ? about : undefined;
  const form = useForm({
    defaultValues: {
      kind: entry?.kind ?? ('CALL' as string),
      occurredAt: toLocalTime(entry?.occurredAt ?? new Date().toISOString()),
      minutes: String(entry?.minutes ?? 5),
      counterpart: entry?.counterpart ?? '',
      summary: entry?.summary ?? '',
    },
  });
  const { errors } = form.formState;
  const field = (name: keyof typeof errors & keyof typeof fields) => ({
    label: fields[name],
    id: toControlId(name),
    error: errors[name]?.message,
  });
  const title = entry ? messages.correct : messages.create;
  return (
    <ActionDialog
      {...rest}
      title={title}
      confirm={title}
      form={form}
      labels={fields}
      send={async (values): Promise<ChangeResult<{ readonly contact: ContactRowFragment | null }>> => {
        const input = {
          kind: values.kind as ContactKind,
          occurredAt: parseLocalTime(values.occurredAt) ?? '',
          minutes: Number(values.minutes),
          counterpart: values.counterpart.trim() || null,
          summary: values.summary,
        };
        return 'id' in about
          ? correct.send({ input: { id: about.id, expectedVersion: about.version, ...input } })
          : create.send({ customerId: about.customerId, ...input });
      }}
      onDone={() => onDone(entry ? messages.done.corrected : messages.done.recorded)}
    >
      <FieldRow>
        <SelectField
          {...field('kind')}
          options={contactKindChoices.map((value) => ({ value, label: messages.kinds[value] }))}
          {...form.register('kind')}
        />
        <TextField
          {...field('occurredAt')}
          type="datetime-local"
          {...form.register('occurredAt', { validate: (text) => text !== '' || ui.required })}
        />
        <TextField
          {...field('minutes')}
          inputMode="numeric"
          {...form.register('minutes', {
            validate: (text) => /^\d{1,4}$/.test(text.trim()) || messages.wholeMinutes,
          })}
        />
      </FieldRow>
      <TextField {...field('counterpart')} isOptional {...form.register('counterpart')} />
      <TextArea
        {...field('summary')}
        {...form.register('summary', { validate: (text) => text.trim() !== '' || ui.required })}
      />
    </ActionDialog>
  );
}

/** Strikes an entry of the journal out. */
export function StrikeDialog({
  contact,
  onDone,
  ...rest
}: Omit<ContactDialogProps, 'about'> & { readonly contact: ContactRowFragment }) {
  const { contacts: messages, ui } = useMessages();
  const { send } = useChange(StrikeContactDocument);
  const form = useForm({ defaultValues: { reason: '' } });
  return (
    <ActionDialog
      {...rest}
      title={messages.strike}
      confirm={messages.strike}
      isDangerous
      form={form}
      labels={{ reason: messages.reason }}
      send={({ reason }) => send({ input: { id: contact.id, expectedVersion: contact.version, reason } })}
      onDone={() => onDone(messages.done.struck)}
    >
      <p>{messages.strikeText}</p>
      <TextArea
        label={messages.reason}
        id={toControlId('reason')}
        error={form.formState.errors.reason?.message}
        {...form.register('reason', { validate: (text) => text.trim() !== '' || ui.required })}
      />
    </ActionDialog>
  );
}
