import { useEffect, useEffectEvent, useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import { useFurtherPages } from '../../api/use-further-pages.ts';
import {
  InvoiceMailsAfterDocument,
  InvoiceMailsDocument,
  type InvoiceMailsQuery,
  ResumeRemindersDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { DayText } from '../../ui/date-text.tsx';
import { ShowMore } from '../../ui/show-more.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';
import { useMailColumns } from './mail-columns.tsx';
import { PauseDialog } from './pause-dialog.tsx';
import { SendDialog } from './send-dialog.tsx';

type MailedInvoice = NonNullable<InvoiceMailsQuery['invoice']>;

export interface InvoiceMailsProps {
  readonly id: string;
  readonly timeZone: string | undefined;
}

/** The longest that a mail is watched on its way, in looks of the page. */
const maxLooks = 6;
const lookEveryMs = 1_500;

/** The mails about a document, what became of them, and the reminders that are planned. */
export function InvoiceMails({ id, timeZone }: InvoiceMailsProps) {
  const { mails: messages } = useMessages();
  const view = useData(InvoiceMailsDocument, { variables: { id }, types: ['InvoiceMail', 'Invoice'] });
  const [open, setOpen] = useState<'SEND' | 'PAUSE'>();
  const close = () => setOpen(undefined);
  const dialogProps = {
    invoiceId: id,
    onClose: close,
    onOutdated: () => {
      close();
      view.retry();
    },
  };
  useWatch(view.data?.invoice ?? undefined, view.retry);
  return (
    <section>
      <h2>{messages.title}</h2>
      <StateView view={view} select={({ invoice }) => invoice} skeletonRows={2}>
        {(invoice) => (
          <>
            <MailList key={id} id={id} mails={invoice.mails} timeZone={timeZone} />
            {invoice.reminders && (
              <Reminders id={id} reminders={invoice.reminders} onPause={() => setOpen('PAUSE')} />
            )}
          </>
        )}
      </StateView>
      <p>
        <Button onClick={() => setOpen('SEND')}>{messages.send.action}</Button>
      </p>
      {open === 'SEND' && <SendDialog {...dialogProps} />}
      {open === 'PAUSE' && <PauseDialog {...dialogProps} />}
    </section>
  );
}

/** Asks again some times while the newest mail is on its way. */
function useWatch(invoice: MailedInvoice | undefined, retry: () => void): void {
  const newest = invoice?.mails.edges[0]?.node;
  const isOnItsWay = newest?.state === 'WAITING' || newest?.state === 'SENDING';
  const watched = isOnItsWay ? newest.id : undefined;
  const [looks, setLooks] = useState({ id: watched, count: 0 });
  if (looks.id !== watched) setLooks({ id: watched, count: 0 });
  const { count } = looks;
  const look = useEffectEvent(retry);
  useEffect(() => {
    if (watched === undefined || count >= maxLooks) return undefined;
    const timer = setTimeout(() => {
      setLooks({ id: watched, count: count + 1 });
      look();
    }, lookEveryMs);
    return () => clearTimeout(timer);
  }, [watched, count]);
}

function MailList({ id, mails, timeZone }: InvoiceMailsProps & { readonly mails: MailedInvoice['mails'] }) {
  const { mails: messages } = useMessages();
  const columns = useMailColumns(timeZone);
  const list = useFurtherPages({
    first: mails,
    document: InvoiceMailsAfterDocument,
    toVariables: (after) => ({ id, after }),
    select: ({ invoice }) => invoice?.mails,
  });
  if (list.rows.length === 0) return <p>{messages.none}</p>;
  return (
    <>
      <DataTable label={messages.title} columns={columns} rows={list.rows} toKey={(mail) => mail.id} />
      <ShowMore list={list} />
    </>
  );
}

function Reminders({
  id: invoiceId,
  reminders: { isPaused, pausedUntil, pauseReason, next },
  onPause,
}: {
  readonly id: string;
  readonly reminders: NonNullable<MailedInvoice['reminders']>;
  readonly onPause: () => void;
}) {
  const { mails: messages, ui } = useMessages();
  const { reminders: texts } = messages;
  const { send, isSending } = useChange(ResumeRemindersDocument);
  const tell = useTellResult(messages.refused);
  return (
    <>
      <h3>{texts.title}</h3>
      {isPaused && (
        <p>
          {pausedUntil === null ? (
            texts.paused
          ) : (
            <>
              {texts.pausedUntil} <DayText day={pausedUntil} />
            </>
          )}
          {messages.colon}
          {pauseReason}
        </p>
      )}
      <p>
        {next === null ? (
          texts.noNext
        ) : (
          <>
            {texts.next}
            {messages.colon}
            <DayText day={next.on} />, {messages.step(next.stepDays)}
          </>
        )}
      </p>
      <p>
        {isPaused ? (
          <Button
            disabledReason={isSending ? ui.working : undefined}
            onClick={async () => tell(await send({ input: { invoiceId } }), texts.resumeDone)}
          >
            {texts.resume}
          </Button>
        ) : (
          next !== null && <Button onClick={onPause}>{texts.pause}</Button>
        )}
      </p>
    </>
  );
}
