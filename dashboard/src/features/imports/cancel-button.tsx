import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { CancelImportDocument, type ImportRequestStateFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';

/** Stops a request after a question. */
export function CancelButton({ request }: { readonly request: ImportRequestStateFragment }) {
  const { imports: messages } = useMessages();
  const { send, isSending } = useChange(CancelImportDocument);
  const tell = useTellResult(messages.refused);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button
        disabledReason={request.isStopping ? messages.stopping : undefined}
        onClick={() => setAsking(true)}
      >
        {messages.cancel}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.cancelTitle}
          confirm={messages.cancel}
          isBusy={isSending}
          onCancel={() => setAsking(false)}
          onConfirm={async () => {
            tell(await send({ input: { id: request.id } }), messages.cancelled);
            setAsking(false);
          }}
        >
          <p>{messages.cancelText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
