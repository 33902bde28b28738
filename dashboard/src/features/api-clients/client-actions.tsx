import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import {
  type ApiClientRowFragment,
  RotateApiClientSecretDocument,
  SetApiClientEnabledDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';
import { type ClientSecrets, toClientSecrets } from './client-secrets-dialog.tsx';
import { RevokeDialog } from './revoke-dialog.tsx';

export interface ClientActionsProps {
  readonly client: ApiClientRowFragment;
  readonly onSecrets: (secrets: ClientSecrets) => void;
  readonly onRevoked: () => void;
}

/** The actions of an administrator on an API client: another key, whether it may call, and its end. */
export function ClientActions({ client, onSecrets, onRevoked }: ClientActionsProps) {
  const { clients: messages, states, ui } = useMessages();
  const notify = useNotice();
  const tell = useTellResult(messages.refused);
  const rotate = useChange(RotateApiClientSecretDocument);
  const enable = useChange(SetApiClientEnabledDocument);
  const [question, setQuestion] = useState<'rotate' | 'disable' | 'revoke'>();
  const { id, clientId, isEnabled } = client;
  const close = () => setQuestion(undefined);

  async function replaceKey(): Promise<void> {
    const result = await rotate.send({ input: { id } });
    close();
    const secrets = result.kind === 'done' ? toClientSecrets(result.payload) : undefined;
    if (secrets !== undefined) onSecrets(secrets);
    else if (result.kind === 'refused') notify(explainResult(result, states, messages.refused), 'failure');
    else if (result.kind === 'failed')
      notify(`${explainResult(result, states)} ${messages.rotateUnknown}`, 'failure');
  }

  async function setEnabled(value: boolean): Promise<void> {
    const result = await enable.send({ input: { id, isEnabled: value } });
    close();
    tell(result, value ? messages.enabledDone(clientId) : messages.disabledDone(clientId));
  }

  return (
    <>
      <Button onClick={() => setQuestion('rotate')}>{messages.rotate}</Button>
      {isEnabled ? (
        <Button onClick={() => setQuestion('disable')}>{messages.disable}</Button>
      ) : (
        <Button
          disabledReason={enable.isSending ? ui.working : undefined}
          onClick={() => void setEnabled(true)}
        >
          {messages.enable}
        </Button>
      )}
      <Button kind="danger" onClick={() => setQuestion('revoke')}>
        {messages.revoke}
      </Button>
      {question === 'rotate' && (
        <ConfirmDialog
          title={messages.rotateTitle(clientId)}
          confirm={messages.rotate}
          isDangerous
          isBusy={rotate.isSending}
          onCancel={close}
          onConfirm={() => void replaceKey()}
        >
          <p>{messages.rotateText}</p>
        </ConfirmDialog>
      )}
      {question === 'disable' && (
        <ConfirmDialog
          title={messages.disableTitle(clientId)}
          confirm={messages.disable}
          isDangerous
          isBusy={enable.isSending}
          onCancel={close}
          onConfirm={() => void setEnabled(false)}
        >
          <p>{messages.disableText}</p>
        </ConfirmDialog>
      )}
      {question === 'revoke' && <RevokeDialog client={client} onRevoked={onRevoked} onClose={close} />}
    </>
  );
}
