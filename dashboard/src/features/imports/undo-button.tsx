import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { type ImportJobRowFragment, UndoImportDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';

/** Takes back what an import has loaded, after a question; the request's page shows how that goes. */
export function UndoButton({ job }: { readonly job: ImportJobRowFragment }) {
  const { imports: messages } = useMessages();
  const { send, isSending } = useKeyedChange(UndoImportDocument);
  const tell = useTellResult(messages.refused);
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button kind="danger" onClick={() => setAsking(true)}>
        {messages.undo}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.undoTitle(job.number)}
          confirm={messages.undo}
          isDangerous
          isBusy={isSending}
          onCancel={() => setAsking(false)}
          onConfirm={async () => {
            const result = await send({ jobId: job.id });
            setAsking(false);
            if (result.kind === 'done' && result.payload.request) {
              void navigate({ to: '/imports/requests/$id', params: { id: result.payload.request.id } });
            } else tell(result, '');
          }}
        >
          <p>{messages.undoText[job.records]}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
