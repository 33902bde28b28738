import { useState } from 'react';
import { useData } from '../../api/use-data.ts';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  DepositInvoiceDocument,
  InvoiceLifecycleOfDocument,
  type InvoicePlatformStateFragment,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';
import { ActorText } from '../actors/actor-text.tsx';

/** The document at the approved platform: what the platform told of it, or the way to give it there. */
export function PlatformState({
  id,
  timeZone,
  isVoid,
}: {
  readonly id: string;
  readonly timeZone: string | undefined;
  readonly isVoid: boolean;
}) {
  const { invoices: messages } = useMessages();
  const { platform: texts } = messages;
  const view = useData(InvoiceLifecycleOfDocument, { variables: { id }, types: ['InvoiceLifecycle'] });
  const [isAsking, setAsking] = useState(false);
  return (
    <section>
      <h2>{texts.title}</h2>
      <StateView view={view} select={({ invoice }) => invoice} skeletonRows={2}>
        {({ lifecycle }) =>
          lifecycle === null ? (
            <>
              <p>{texts.none}</p>
              {!isVoid && <Button onClick={() => setAsking(true)}>{texts.deposit}</Button>}
            </>
          ) : (
            <Statuses lifecycle={lifecycle} timeZone={timeZone} />
          )
        }
      </StateView>
      {isAsking && <DepositDialog id={id} onClose={() => setAsking(false)} />}
    </section>
  );
}

function Statuses({
  lifecycle,
  timeZone,
}: {
  readonly lifecycle: InvoicePlatformStateFragment;
  readonly timeZone: string | undefined;
}) {
  const { invoices: messages } = useMessages();
  const { platform: texts } = messages;
  const at = (instant: string) => (
    <InstantText instant={instant} {...(timeZone !== undefined && { timeZone })} />
  );
  const { requestedAt, requestedBy, deliveredAt, statuses } = lifecycle;
  return (
    <>
      <p>
        {texts.given} {at(requestedAt)} (<ActorText actor={requestedBy} />)
        {deliveredAt === null ? `, ${texts.waits}` : null}
      </p>
      {statuses.length === 0 ? (
        <p>{texts.noStatus}</p>
      ) : (
        <DataTable
          label={texts.title}
          rows={statuses}
          toKey={(entry) => entry.id}
          columns={[
            { key: 'when', header: texts.when, cell: ({ occurredAt }) => at(occurredAt) },
            {
              key: 'status',
              header: texts.status,
              cell: ({ code, status }) => `${code} ${texts.statuses[status]}`,
            },
            { key: 'reasons', header: texts.reasons, cell: ({ reasons }) => reasons.join('; ') },
          ]}
        />
      )}
    </>
  );
}

function DepositDialog({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { invoices: messages } = useMessages();
  const { platform: texts } = messages;
  const { send, isSending } = useKeyedChange(DepositInvoiceDocument);
  const tell = useTellResult(messages.refused);
  return (
    <ConfirmDialog
      title={texts.depositTitle}
      confirm={texts.deposit}
      isBusy={isSending}
      onCancel={onClose}
      onConfirm={async () => {
        tell(await send({ id }), texts.depositDone);
        onClose();
      }}
    >
      <p>{texts.depositText}</p>
    </ConfirmDialog>
  );
}
