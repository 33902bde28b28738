import { useForm } from 'react-hook-form';
import { useChange } from '../../api/use-change.ts';
import { PauseRemindersDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { DayField } from '../../ui/day-field.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { useNotice } from '../../ui/notices.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import { useDays } from '../../ui/use-days.ts';
import type { SendDialogProps } from './send-dialog.tsx';

/** Stops the reminders of an invoice, until a day or until they are resumed. */
export function PauseDialog({ invoiceId, onOutdated, onClose }: SendDialogProps) {
  const { mails: messages, ui } = useMessages();
  const { reminders: texts } = messages;
  const notify = useNotice();
  const days = useDays();
  const { send } = useChange(PauseRemindersDocument);
  const form = useForm({ defaultValues: { until: '', reason: '' } });
  const { errors } = form.formState;
  return (
    <ActionDialog
      title={texts.pause}
      confirm={texts.pause}
      form={form}
      labels={{ until: texts.until, reason: texts.reason }}
      send={({ until, reason }) => send({ input: { invoiceId, reason, until: days.toDay(until) ?? null } })}
      onDone={() => {
        notify(texts.pauseDone);
        onClose();
      }}
      onOutdated={onOutdated}
      onClose={onClose}
    >
      <p>{texts.pauseText}</p>
      <DayField
        label={texts.until}
        id={toControlId('until')}
        error={errors.until?.message}
        isOptional
        hint={texts.untilHint}
        {...form.register('until', { validate: (text) => days.validate(text) })}
      />
      <TextArea
        label={texts.reason}
        id={toControlId('reason')}
        error={errors.reason?.message}
        {...form.register('reason', { validate: (text) => text.trim() !== '' || ui.required })}
      />
    </ActionDialog>
  );
}
