import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useClient } from 'urql';
import { InvoiceByIdDocument, type InvoiceByIdQuery } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { IssueDialog } from '../invoices/issue-dialog.tsx';

export interface IssueButtonProps {
  /** Saves the draft, and says what is in the way if that cannot be. */
  readonly save: () => Promise<string | undefined>;
  /** Told before the page is left for the invoice. */
  readonly onIssued: () => void;
}

/** Issues the draft from where it is written. What is typed is saved first, and the dialog shows what the server has. */
export function IssueButton({ save, onIssued }: IssueButtonProps) {
  const { editor: messages, ui } = useMessages();
  const client = useClient();
  const notify = useNotice();
  const navigate = useNavigate();
  const [isBusy, setBusy] = useState(false);
  const [asked, setAsked] = useState<InvoiceByIdQuery>();
  const invoice = asked?.invoice;

  async function ask(): Promise<void> {
    setBusy(true);
    const id = await save();
    if (id === undefined) notify(messages.issueFirst, 'failure');
    else {
      const { data } = await client
        .query(InvoiceByIdDocument, { id }, { requestPolicy: 'network-only' })
        .toPromise();
      if (data) setAsked(data);
      else notify(messages.issueFirst, 'failure');
    }
    setBusy(false);
  }

  return (
    <>
      <Button
        kind="primary"
        disabledReason={isBusy ? ui.saving : undefined}
        onClick={() => {
          if (!isBusy) void ask();
        }}
      >
        {messages.issue}
      </Button>
      {invoice && (
        <IssueDialog
          invoice={invoice}
          seller={asked.seller}
          onClose={() => setAsked(undefined)}
          onOutdated={() => setAsked(undefined)}
          onDone={(text) => {
            onIssued();
            notify(text);
            void navigate({ to: '/invoices/$id', params: { id: invoice.id }, ignoreBlocker: true });
          }}
        />
      )}
    </>
  );
}
