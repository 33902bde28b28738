import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useChange } from '../../api/use-change.ts';
import { CreateApiClientDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ActionDialog } from '../../ui/action-dialog.tsx';
import { toControlId } from '../../ui/form-errors.ts';
import { TextField } from '../../ui/text-field.tsx';
import { ClientFields, toFieldLabels } from './client-fields.tsx';
import { type ClientSecrets, ClientSecretsDialog, toClientSecrets } from './client-secrets-dialog.tsx';
import { type ClientValues, toClientInput, toFieldProblems } from './client-values.ts';

export interface NewClientDialogProps {
  readonly onClose: () => void;
  /** Told that an API client may have been made, though no answer says so. */
  readonly onUnknown: () => void;
}

/** Makes an API client; then shows its key and its secret, once. */
export function NewClientDialog({ onClose, onUnknown }: NewClientDialogProps) {
  const { clients: messages, ui } = useMessages();
  const { send } = useChange(CreateApiClientDocument);
  const [made, setMade] = useState<ClientSecrets>();
  const form = useForm<ClientValues>({
    defaultValues: { clientId: '', name: '', roles: [], scopes: [], plan: '' },
    shouldFocusError: false,
  });

  if (made !== undefined) return <ClientSecretsDialog secrets={made} onClose={onClose} />;
  return (
    <ActionDialog
      title={messages.create}
      confirm={messages.confirmCreate}
      form={form}
      labels={toFieldLabels(messages)}
      send={async (values) => {
        const result = await send({ input: { clientId: values.clientId.trim(), ...toClientInput(values) } });
        if (result.kind === 'failed') onUnknown();
        if (result.kind !== 'refused') return result;
        return { ...result, userErrors: toFieldProblems(result.userErrors) };
      }}
      onDone={(payload) => {
        const secrets = toClientSecrets(payload);
        if (secrets === undefined) onClose();
        else setMade(secrets);
      }}
      onOutdated={onClose}
      onClose={onClose}
    >
      <TextField
        label={messages.clientId}
        hint={messages.clientIdHint}
        id={toControlId('clientId')}
        error={form.formState.errors.clientId?.message}
        spellCheck={false}
        autoCapitalize="none"
        required
        {...form.register('clientId', { validate: (text) => text.trim() !== '' || ui.required })}
      />
      <ClientFields form={form} />
    </ActionDialog>
  );
}
