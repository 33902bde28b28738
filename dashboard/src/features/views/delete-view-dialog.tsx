import { useState } from 'react';
import type { ViewItemFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';

export interface DeleteViewDialogProps {
  readonly view: ViewItemFragment;
  readonly onClose: () => void;
  readonly onDelete: () => Promise<void>;
}

/** Asks before a view is deleted. */
export function DeleteViewDialog({ view, onClose, onDelete }: DeleteViewDialogProps) {
  const { views: messages } = useMessages();
  const [isBusy, setBusy] = useState(false);
  return (
    <ConfirmDialog
      title={messages.deleteTitle(view.name)}
      confirm={messages.deleteConfirm}
      isDangerous
      isBusy={isBusy}
      onCancel={onClose}
      onConfirm={async () => {
        setBusy(true);
        await onDelete();
        onClose();
      }}
    >
      <p>{messages.deleteText}</p>
    </ConfirmDialog>
  );
}
