import { useMessages } from '../../messages/language.tsx';
import { SecretDialog } from '../../ui/secret-dialog.tsx';

/** The credentials of an API client, which one answer of the API shows. The page has them in memory alone. */
export interface ClientSecrets {
  readonly clientId: string;
  readonly key: string;
  readonly clientSecret: string;
}

export interface ClientSecretsDialogProps {
  readonly secrets: ClientSecrets;
  readonly onClose: () => void;
}

/** Shows the key and the secret of an API client, this once. */
export function ClientSecretsDialog({ secrets, onClose }: ClientSecretsDialogProps) {
  const { clients: messages } = useMessages();
  return (
    <SecretDialog
      title={messages.secretsTitle(secrets.clientId)}
      warning={messages.secretsWarning}
      secrets={[
        { label: messages.key, text: secrets.key, hint: messages.keyHint },
        { label: messages.clientSecret, text: secrets.clientSecret, hint: messages.clientSecretHint },
      ]}
      onClose={onClose}
    />
  );
}

/** The credentials in an answer, undefined if it has none. */
export function toClientSecrets({
  apiClient,
  key,
  clientSecret,
}: {
  readonly apiClient: { readonly clientId: string } | null;
  readonly key: string | null;
  readonly clientSecret: string | null;
}): ClientSecrets | undefined {
  if (apiClient === null || key === null || clientSecret === null) return undefined;
  return { clientId: apiClient.clientId, key, clientSecret };
}
