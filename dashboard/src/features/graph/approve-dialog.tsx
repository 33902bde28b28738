import { useForm } from 'react-hook-form';
import { fieldBounds } from '../../api/field-bounds.ts';
import { useChange } from '../../api/use-change.ts';
import { ApproveSchemaChangeDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { useNotice } from '../../ui/notices.tsx';
import { SelectField } from '../../ui/select-field.tsx';
import { TextArea, TextField } from '../../ui/text-field.tsx';
import type { VariantAddress } from './variant-layout.tsx';

const { usualApprovalDays: usualDays, approvalDays: maxDays } = fieldBounds;

export interface ApproveDialogProps {
  readonly address: VariantAddress;
  /** The branch that was checked; without it, a change can only be approved for all branches. */
  readonly branch: string | undefined;
  readonly changeId: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Lets a change pass, on the branch of its check or on all, with a reason and for some days. */
export function ApproveDialog({ address, branch, changeId, onClose, onDone }: ApproveDialogProps) {
  const { graph: messages, ui } = useMessages();
  const notify = useNotice();
  const { send } = useChange(ApproveSchemaChangeDocument);
  const form = useForm({ defaultValues: { branch: branch ?? '', reason: '', days: String(usualDays) } });
  const { errors } = form.formState;
  return (
    <ActionDialog
      title={messages.approveTitle}
      confirm={messages.approveConfirm}
      form={form}
      labels={{ branch: messages.approveScope, reason: messages.reason, days: messages.days }}
      send={(values) =>
        send({
          input: {
            ...address,
            changeId,
            branch: values.branch === '' ? null : values.branch,
            reason: values.reason,
            days: Number(values.days),
          },
        })
      }
      onDone={() => {
        notify(messages.approved);
        onDone();
      }}
      onOutdated={onDone}
      onClose={onClose}
    >
      <p>{messages.approveText}</p>
      <SelectField
        label={messages.approveScope}
        id={toControlId('branch')}
        error={errors.branch?.message}
        options={[
          ...(branch === undefined ? [] : [{ value: branch, label: messages.onBranch(branch) }]),
          { value: '', label: messages.allBranches },
        ]}
        {...form.register('branch')}
      />
      <TextArea
        label={messages.reason}
        id={toControlId('reason')}
        maxLength={fieldBounds.approvalReasonLength}
        error={errors.reason?.message}
        {...form.register('reason', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      <TextField
        label={messages.days}
        id={toControlId('days')}
        inputMode="numeric"
        error={errors.days?.message}
        {...form.register('days', {
          validate: (text) =>
            (/^\d{1,2}$/.test(text) && Number(text) >= 1 && Number(text) <= maxDays) ||
            messages.daysRange(1, maxDays),
        })}
      />
    </ActionDialog>
  );
}
