import { useForm } from 'react-hook-form';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { type CustomerLanguage, SendInvoiceDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { useNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';

export interface SendDialogProps {
  readonly invoiceId: string;
  readonly onOutdated: () => void;
  readonly onClose: () => void;
}

/** Sends a document by mail, to the customer or to another address. */
export function SendDialog({ invoiceId, onOutdated, onClose }: SendDialogProps) {
  const { mails: messages } = useMessages();
  const { send: texts } = messages;
  const notify = useNotice();
  const { send } = useKeyedChange(SendInvoiceDocument);
  const form = useForm({ defaultValues: { to: '', language: '', message: '' } });
  const { errors } = form.formState;
  const field = (name: 'to' | 'language' | 'message') => ({
    label: texts[name],
    id: toControlId(name),
    error: errors[name]?.message,
  });
  return (
    <ActionDialog
      title={texts.title}
      confirm={texts.confirm}
      form={form}
      labels={{ to: texts.to, language: texts.language, message: texts.message }}
      send={({ to, language, message }) =>
        send({
          id: invoiceId,
          to: to.trim() || null,
          language: language === '' ? null : (language as CustomerLanguage),
          message: message.trim() || null,
        })
      }
      onDone={() => {
        notify(texts.done);
        onClose();
      }}
      onOutdated={onOutdated}
      onClose={onClose}
    >
      <TextField {...field('to')} type="email" isOptional hint={texts.toHint} {...form.register('to')} />
      <SelectField
        {...field('language')}
        options={[
          { value: '', label: texts.customersLanguage },
          ...(['EN', 'FR'] as const).map((value) => ({ value, label: messages.languages[value] })),
        ]}
        {...form.register('language')}
      />
      <TextArea {...field('message')} isOptional {...form.register('message')} />
    </ActionDialog>
  );
}
