import { useState } from 'react';
import { type ChangeResult, useChange } from '../../api/use-change.ts';
import {
  ArchiveProductDocument,
  type ProductDetailsFragment,
  RestoreProductDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';

/** Takes a product out of use after a question, or brings it back. */
export function ProductArchiveButton({ product }: { readonly product: ProductDetailsFragment }) {
  const { products: messages, states } = useMessages();
  const notify = useNotice();
  const archive = useChange(ArchiveProductDocument);
  const restore = useChange(RestoreProductDocument);
  const [isAsking, setAsking] = useState(false);
  const { id, version, name, status } = product;
  const variables = { input: { id, expectedVersion: version } };

  function tell(result: ChangeResult<unknown>, done: string): void {
    if (result.kind === 'done') notify(done);
    else notify(explainResult(result, states, messages.refused), 'failure');
  }

  async function confirm(): Promise<void> {
    tell(await archive.send(variables), messages.archived(name));
    setAsking(false);
  }

  if (status === 'ARCHIVED') {
    return (
      <Button onClick={async () => tell(await restore.send(variables), messages.restored(name))}>
        {messages.restore}
      </Button>
    );
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{messages.archive}</Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.archiveTitle(name)}
          confirm={messages.archive}
          isBusy={archive.isSending}
          onCancel={() => setAsking(false)}
          onConfirm={() => void confirm()}
        >
          <p>{messages.archiveText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
