import { useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { CopyButton } from './copy-button.tsx';
import { Dialog } from './dialog.tsx';
import styles from './secret-dialog.module.css';
import { TextField } from './text-field.tsx';
import { useUnsavedGuard } from './use-unsaved-guard.tsx';

/** A text that is shown once, with its name. */
interface ShownSecret {
  readonly label: string;
  readonly text: string;
  readonly hint?: string;
}

export interface SecretDialogProps {
  readonly title: string;
  /** A warning that nobody can read them again. */
  readonly warning: string;
  readonly secrets: readonly ShownSecret[];
  readonly onClose: () => void;
}

/**
 * Shows secrets, this once. The page has them for as long as the dialog is there; it asks before the dialog is closed or the
 * page left.
 */
export function SecretDialog({ title, warning, secrets, onClose }: SecretDialogProps) {
  const { ui } = useMessages();
  const [isAsking, setAsking] = useState(false);
  const guard = useUnsavedGuard(() => true, { title: ui.secretCloseTitle, text: ui.secretCloseText });
  return (
    <>
      <Dialog
        title={title}
        onClose={() => setAsking(true)}
        actions={
          <Button kind="primary" onClick={() => setAsking(true)}>
            {ui.close}
          </Button>
        }
      >
        <p className={styles['warning']}>{warning}</p>
        {secrets.map(({ label, text, hint }) => (
          <div key={label} className={styles['secret']}>
            <TextField
              label={label}
              hint={hint}
              readOnly
              value={text}
              spellCheck={false}
              onFocus={({ target }) => target.select()}
            />
            <CopyButton text={text} label={label} />
          </div>
        ))}
      </Dialog>
      {guard}
      {isAsking && (
        <ConfirmDialog
          title={ui.secretCloseTitle}
          confirm={ui.close}
          isDangerous
          onCancel={() => setAsking(false)}
          onConfirm={onClose}
        >
          <p>{ui.secretCloseText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
