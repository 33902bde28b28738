import { useState } from 'react';
import { askGateway } from '../../api/gateway-request.ts';
import { useGateway } from '../../api/use-gateway.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { useNotice } from '../../ui/notices.tsx';
import { StateView } from '../../ui/state-view.tsx';

/** A session as the gateway lists it. */
interface OwnSession {
  readonly key: string;
  readonly isCurrent: boolean;
  readonly device: { readonly browser: string | null; readonly system: string | null };
  readonly createdAt: string;
  readonly lastUsedAt: string;
}

/** Where the person is signed in, with a way to sign out elsewhere. */
export function OwnSessions() {
  const { account: messages, states } = useMessages();
  const notify = useNotice();
  const view = useGateway<{ readonly sessions: readonly OwnSession[] }>('/auth/sessions');
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);

  async function end(path: string): Promise<void> {
    setBusy(true);
    const answer = await askGateway<{ readonly ended: number }>(path, 'DELETE');
    setBusy(false);
    setAsking(false);
    if (answer.kind === 'done') notify(messages.ended(answer.data.ended));
    else notify(explainResult(answer, states), 'failure');
    view.retry();
  }

  return (
    <section>
      <h2>{messages.sessionsTitle}</h2>
      <StateView view={view} select={({ sessions }) => sessions} skeletonRows={3}>
        {(sessions) => (
          <>
            <DataTable
              label={messages.sessionsTitle}
              columns={toColumns(messages, (key) => void end(`/auth/sessions/${key}`))}
              rows={sessions}
              toKey={({ key }) => key}
            />
            {sessions.length > 1 && (
              <p>
                <Button kind="danger" onClick={() => setAsking(true)}>
                  {messages.endOthers}
                </Button>
              </p>
            )}
          </>
        )}
      </StateView>
      {isAsking && (
        <ConfirmDialog
          title={messages.endOthersTitle}
          confirm={messages.endOthers}
          isDangerous
          isBusy={isBusy}
          onCancel={() => setAsking(false)}
          onConfirm={() => void end('/auth/sessions')}
        >
          <p>{messages.endOthersText}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

type AccountMessages = ReturnType<typeof useMessages>['account'];

function toColumns(messages: AccountMessages, onEnd: (key: string) => void): readonly Column<OwnSession>[] {
  return [
    { key: 'device', header: messages.device, cell: ({ device }) => toDeviceText(device, messages) },
    { key: 'since', header: messages.since, cell: ({ createdAt }) => <InstantText instant={createdAt} /> },
    {
      key: 'used',
      header: messages.lastUsed,
      cell: ({ lastUsedAt }) => <InstantText instant={lastUsedAt} />,
    },
    {
      key: 'end',
      header: messages.action,
      cell: ({ key, isCurrent, device }) =>
        isCurrent ? (
          <Badge tone="success">{messages.thisSession}</Badge>
        ) : (
          <Button aria-label={messages.endOne(toDeviceText(device, messages))} onClick={() => onEnd(key)}>
            {messages.end}
          </Button>
        ),
    },
  ];
}

function toDeviceText({ browser, system }: OwnSession['device'], messages: AccountMessages): string {
  if (browser === null && system === null) return messages.unknownDevice;
  return messages.deviceText(browser ?? messages.unknownBrowser, system);
}
