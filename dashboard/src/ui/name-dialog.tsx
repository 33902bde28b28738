import { useRef, useState } from 'react';
import { fieldBounds } from '../api/field-bounds.ts';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Form } from './form-parts.tsx';
import { TextField } from './text-field.tsx';

export interface NameDialogProps {
  readonly title: string;
  readonly label: string;
  /** The name that is there. */
  readonly name: string;
  readonly onClose: () => void;
  /** Takes the name, or says what is wrong with it. */
  readonly onName: (name: string) => Promise<string | undefined>;
}

/** Asks for the name under which something is kept. */
export function NameDialog({ title, label, name: given, onClose, onName }: NameDialogProps) {
  const { ui } = useMessages();
  const [name, setName] = useState(given);
  const [problem, setProblem] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  async function submit(): Promise<void> {
    if (isBusy) return;
    setBusy(true);
    const found = name.trim() === '' ? ui.required : await onName(name.trim());
    setBusy(false);
    setProblem(found);
    if (found === undefined) onClose();
  }

  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{ui.cancel}</Button>
          <Button
            kind="primary"
            disabledReason={isBusy ? ui.saving : undefined}
            onClick={() => form.current?.requestSubmit()}
          >
            {ui.save}
          </Button>
        </>
      }
    >
      <Form
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <TextField
          label={label}
          value={name}
          maxLength={fieldBounds.savedNameLength}
          error={problem}
          onChange={({ target }) => setName(target.value)}
        />
      </Form>
    </Dialog>
  );
}
