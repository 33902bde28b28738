import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

export interface KeyTextDialogProps {
  readonly name: string;
  readonly secret: string;
  readonly onClose: () => void;
}

/** Shows the text of a new key, this once. Escape does not close it, as the text would be lost. */
export function KeyTextDialog({ name, secret, onClose }: KeyTextDialogProps) {
  const { graph: messages } = useMessages();
  return (
    <Dialog
      title={messages.keyTextTitle(name)}
      actions={
        <>
          <CopyButton text={secret} />
          <Button kind="primary" onClick={onClose}>
            {messages.keyTextDone}
          </Button>
        </>
      }
    >
      <p>{messages.keyText}</p>
      <TextField
        label={messages.keyTextLabel}
        readOnly
        value={secret}
        spellCheck={false}
        onFocus={({ target }) => target.select()}
      />
    </Dialog>
  );
}
