import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';

export interface ConfirmDialogProps {
  readonly title: string;
  /** The action, as the button says it. */
  readonly confirm: string;
  readonly isDangerous?: boolean;
  readonly isBusy?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
  readonly children?: ReactNode;
}

/** Asks before something is done that cannot be taken back easily. */
export function ConfirmDialog({
  title,
  confirm,
  isDangerous = false,
  isBusy = false,
  onConfirm,
  onCancel,
  children,
}: ConfirmDialogProps) {
  const { ui } = useMessages();
  return (
    <Dialog
      title={title}
      onClose={onCancel}
      actions={
        <>
          <Button onClick={onCancel}>{ui.cancel}</Button>
          <Button
            kind={isDangerous ? 'danger' : 'primary'}
            disabledReason={isBusy ? ui.working : undefined}
            onClick={onConfirm}
          >
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}
