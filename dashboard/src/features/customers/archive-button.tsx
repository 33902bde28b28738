import { useState } from 'react';
import { type ChangeResult, useChange } from '../../api/use-change.ts';
import {
  ArchiveCustomerDocument,
  type CustomerDetailsFragment,
  RestoreCustomerDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';

/** Takes a customer out of use after a question, or brings it back. */
export function ArchiveButton({ customer }: { readonly customer: CustomerDetailsFragment }) {
  const { customers: messages, states } = useMessages();
  const notify = useNotice();
  const archive = useChange(ArchiveCustomerDocument);
  const restore = useChange(RestoreCustomerDocument);
  const [isAsking, setAsking] = useState(false);
  const { id, version, displayName, status } = customer;
  const variables = { input: { id, expectedVersion: version } };

  function tell(result: ChangeResult<unknown>, done: string): void {
    if (result.kind === 'done') notify(done);
    else notify(explainResult(result, states, messages.refused), 'failure');
  }

  if (status === 'ARCHIVED') {
    return (
      <Button onClick={async () => tell(await restore.send(variables), messages.restored(displayName))}>
        {messages.restore}
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{messages.archive}</Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.archiveTitle(displayName)}
          confirm={messages.archive}
          isBusy={archive.isSending}
          onCancel={() => setAsking(false)}
          onConfirm={async () => {
            tell(await archive.send(variables), messages.archived(displayName));
            setAsking(false);
          }}
        >
          <p>{messages.archiveText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
