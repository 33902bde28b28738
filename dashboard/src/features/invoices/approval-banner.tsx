import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useChange } from '../../api/use-change.ts';
import {
  ApproveInvoiceActionDocument,
  type InvoiceApprovalFragment,
  type InvoiceDocumentFragment,
  RejectInvoiceActionDocument,
} from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { Button } from '../../ui/button.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { toControlId } from '../../ui/form-errors.ts';
import { formatMoney } from '../../ui/money-text.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import { toActorName } from '../actors/actor-text.tsx';
import styles from './invoices.module.css';

export interface ApprovalButtonsProps {
  readonly approval: InvoiceApprovalFragment;
  readonly onDone: (text: string, invoice?: InvoiceDocumentFragment) => void;
  readonly onOutdated: () => void;
}

/** Approves a request or rejects it, as far as the viewer may. */
export function ApprovalButtons({ approval, onDone, onOutdated }: ApprovalButtonsProps) {
  const { invoices: messages, states, ui } = useMessages();
  const { approvals: texts, done } = messages;
  const notify = useNotice();
  const approve = useChange(ApproveInvoiceActionDocument);
  const reject = useChange(RejectInvoiceActionDocument);
  const [isRejecting, setRejecting] = useState(false);
  const form = useForm({ defaultValues: { reason: '' } });
  const { id, canApprove, canReject } = approval;

  async function approveNow(): Promise<void> {
    const result = await approve.send({ input: { id } });
    if (result.kind === 'done') onDone(done.approved, result.payload.approval?.invoice);
    else notify(explainResult(result, states, messages.refused), 'failure');
    if (result.kind === 'refused') onOutdated();
  }

  return (
    <div className={styles['bannerActions']}>
      <Button
        kind="primary"
        disabledReason={
          canApprove ? (approve.isSending ? ui.working : undefined) : toObstacle(texts, approval)
        }
        onClick={approveNow}
      >
        {texts.approve}
      </Button>
      {canReject && <Button onClick={() => setRejecting(true)}>{texts.reject}</Button>}
      {isRejecting && (
        <ActionDialog
          title={texts.rejectTitle}
          confirm={texts.reject}
          form={form}
          labels={{ reason: texts.rejectReason }}
          send={({ reason }) => reject.send({ input: { id, reason } })}
          onDone={({ approval: rejected }) => {
            setRejecting(false);
            onDone(done.rejected, rejected?.invoice);
          }}
          onOutdated={onOutdated}
          onClose={() => setRejecting(false)}
        >
          <TextArea
            label={texts.rejectReason}
            id={toControlId('reason')}
            error={form.formState.errors.reason?.message}
            {...form.register('reason')}
          />
        </ActionDialog>
      )}
    </div>
  );
}

/** Says that an action waits for a second person, and lets that person decide. */
export function ApprovalBanner(props: ApprovalButtonsProps) {
  const { invoices: messages, actors } = useMessages();
  const { approvals: texts } = messages;
  const locale = useLocale();
  const { action, amount, reason, requester, canApprove } = props.approval;
  return (
    <section className={styles['banner']} aria-label={texts.title}>
      <p>
        <strong>{texts.banner(texts.actions[action], formatMoney(amount, locale))}</strong>
      </p>
      <p>{texts.bannerReason(reason, toActorName(requester, actors))}</p>
      {!canApprove && <p>{toObstacle(texts, props.approval)}</p>}
      <ApprovalButtons {...props} />
    </section>
  );
}

/** Why the viewer cannot approve: whoever requested something can take it back, others who cannot approve can do nothing. */
function toObstacle(
  { own, notApprover }: { readonly own: string; readonly notApprover: string },
  { canReject }: InvoiceApprovalFragment,
): string {
  return canReject ? own : notApprover;
}
