import { useForm } from 'react-hook-form';
import { useChange } from '../../api/use-change.ts';
import { type ApiClientRowFragment, RevokeApiClientDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { TextField } from '../../ui/text-field.tsx';

export interface RevokeDialogProps {
  readonly client: Pick<ApiClientRowFragment, 'id' | 'clientId'>;
  readonly onRevoked: () => void;
  readonly onClose: () => void;
}

/** Removes an API client for good, once its client id has been written, so that nobody removes another one by mistake. */
export function RevokeDialog({ client: { id, clientId }, onRevoked, onClose }: RevokeDialogProps) {
  const { clients: messages } = useMessages();
  const { send } = useChange(RevokeApiClientDocument);
  const form = useForm({ defaultValues: { confirmation: '' }, shouldFocusError: false });
  return (
    <ActionDialog
      title={messages.revokeTitle(clientId)}
      confirm={messages.revoke}
      isDangerous
      form={form}
      labels={{ confirmation: messages.revokeLabel }}
      send={async () => {
        const result = await send({ input: { id } });
        // The API's problem is of the client, and not of the only field here.
        if (result.kind !== 'refused') return result;
        return { ...result, userErrors: result.userErrors.map((one) => ({ ...one, field: [] })) };
      }}
      onDone={onRevoked}
      onOutdated={onClose}
      onClose={onClose}
    >
      <p>{messages.revokeText}</p>
      <TextField
        label={messages.revokeLabel}
        hint={messages.revokeHint(clientId)}
        id={toControlId('confirmation')}
        error={form.formState.errors.confirmation?.message}
        spellCheck={false}
        autoCapitalize="none"
        {...form.register('confirmation', {
          validate: (text) => text.trim() === clientId || messages.revokeHint(clientId),
        })}
      />
    </ActionDialog>
  );
}
