import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import {
  type PersonDetailsFragment,
  SendPasswordMailDocument,
  SetPersonEnabledDocument,
  SignOutPersonDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { tellResult } from './tell-result.ts';

type Question = 'disable' | 'signOut';

/** The actions of an administrator on a person: a new password by mail, sign-out, and whether the person may sign in. */
export function PersonActions({ person }: { readonly person: PersonDetailsFragment }) {
  const messages = useMessages();
  const notify = useNotice();
  const mail = useChange(SendPasswordMailDocument);
  const signOut = useChange(SignOutPersonDocument);
  const enable = useChange(SetPersonEnabledDocument);
  const [question, setQuestion] = useState<Question>();
  const { id, username, email, isEnabled } = person;
  const { people } = messages;
  const how = { messages, notify };

  const questions = {
    disable: {
      title: people.disableTitle(username),
      text: people.disableText,
      confirm: people.disable,
      do: async () =>
        tellResult(
          await enable.send({ input: { id, isEnabled: false } }),
          people.disabledDone(username),
          how,
        ),
    },
    signOut: {
      title: people.signOutTitle(username),
      text: people.signOutText,
      confirm: people.signOut,
      do: async () => tellResult(await signOut.send({ input: { id } }), people.signedOut(username), how),
    },
  };
  const asked = question && questions[question];

  return (
    <>
      <Button
        disabledReason={mailReason()}
        onClick={async () =>
          tellResult(await mail.send({ input: { id } }), people.mailSent(email ?? ''), how)
        }
      >
        {people.sendMail}
      </Button>
      <Button onClick={() => setQuestion('signOut')}>{people.signOut}</Button>
      {isEnabled ? (
        <Button kind="danger" onClick={() => setQuestion('disable')}>
          {people.disable}
        </Button>
      ) : (
        <Button
          onClick={async () =>
            tellResult(
              await enable.send({ input: { id, isEnabled: true } }),
              people.enabledDone(username),
              how,
            )
          }
        >
          {people.enable}
        </Button>
      )}
      {asked && (
        <ConfirmDialog
          title={asked.title}
          confirm={asked.confirm}
          isDangerous
          isBusy={enable.isSending || signOut.isSending}
          onCancel={() => setQuestion(undefined)}
          onConfirm={async () => {
            await asked.do();
            setQuestion(undefined);
          }}
        >
          <p>{asked.text}</p>
        </ConfirmDialog>
      )}
    </>
  );

  function mailReason(): string | undefined {
    if (mail.isSending) return messages.ui.working;
    if (email === null) return people.noAddress;
    return isEnabled ? undefined : people.isDisabled;
  }
}
