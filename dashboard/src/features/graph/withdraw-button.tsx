import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { type ApprovalRowFragment, WithdrawSchemaChangeApprovalDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';
import type { VariantAddress } from './variant-layout.tsx';

export interface WithdrawButtonProps {
  readonly address: VariantAddress;
  readonly approval: Pick<ApprovalRowFragment, 'changeId' | 'branch'>;
  readonly onDone: () => void;
}

/** Withdraws an approval after a question. */
export function WithdrawButton({ address, approval: { changeId, branch }, onDone }: WithdrawButtonProps) {
  const { graph: messages } = useMessages();
  const tell = useTellResult(messages.refused);
  const { send, isSending } = useChange(WithdrawSchemaChangeApprovalDocument);
  const [isAsking, setAsking] = useState(false);

  async function withdraw(): Promise<void> {
    const result = await send({ input: { ...address, changeId, branch } });
    setAsking(false);
    tell(result, messages.withdrawn);
    onDone();
  }

  return (
    <>
      <Button
        aria-label={messages.withdrawOf(changeId, branch ?? messages.allBranches)}
        onClick={() => setAsking(true)}
      >
        {messages.withdraw}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.withdrawTitle}
          confirm={messages.withdraw}
          isDangerous
          isBusy={isSending}
          onCancel={() => setAsking(false)}
          onConfirm={() => void withdraw()}
        >
          <p>{messages.withdrawText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
