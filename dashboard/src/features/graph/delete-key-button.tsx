import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { DeleteRegistryKeyDocument, type RegistryKeyRowFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';

export interface DeleteKeyButtonProps {
  readonly registryKey: Pick<RegistryKeyRowFragment, 'id' | 'name'>;
  readonly onDone: () => void;
}

/** Deletes a key after a question. */
export function DeleteKeyButton({ registryKey: { id, name }, onDone }: DeleteKeyButtonProps) {
  const { graph: messages } = useMessages();
  const tell = useTellResult(messages.refused);
  const { send, isSending } = useChange(DeleteRegistryKeyDocument);
  const [isAsking, setAsking] = useState(false);

  async function remove(): Promise<void> {
    const result = await send({ input: { id } });
    setAsking(false);
    tell(result, messages.keyDeleted(name));
    onDone();
  }

  return (
    <>
      <Button kind="danger" aria-label={messages.deleteKeyOf(name)} onClick={() => setAsking(true)}>
        {messages.deleteKey}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={messages.deleteKeyTitle(name)}
          confirm={messages.deleteKey}
          isDangerous
          isBusy={isSending}
          onCancel={() => setAsking(false)}
          onConfirm={() => void remove()}
        >
          <p>{messages.deleteKeyText}</p>
        </ConfirmDialog>
      )}
    </>
  );
}
