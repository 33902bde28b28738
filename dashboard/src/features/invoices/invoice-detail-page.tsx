import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  DeleteInvoiceDraftDocument,
  DuplicateInvoiceDocument,
  type InvoiceAction,
  InvoiceByIdDocument,
  type InvoiceByIdQuery,
  type InvoiceDocumentFragment,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { explainResult } from '../../ui/explain-result.ts';
import { Menu } from '../../ui/menu.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { InvoiceMails } from '../mails/invoice-mails.tsx';
import { DisputeBadge, InvoiceRequests } from '../requests/request-sections.tsx';
import type { InvoiceActionProps } from './action-props.ts';
import { ApprovalBanner } from './approval-banner.tsx';
import { CreditDialog } from './credit-dialog.tsx';
import { DocumentMenu } from './document-menu.tsx';
import { InvoiceDocumentView, useDocumentName } from './invoice-document-view.tsx';
import { InvoiceLife, type InvoicePayment } from './invoice-life.tsx';
import { InvoiceStatusBadge } from './invoice-status.tsx';
import { IssueDialog } from './issue-dialog.tsx';
import { PaymentDialog } from './payment-dialog.tsx';
import { PlatformState } from './platform-state.tsx';
import { PortalLinks } from './portal-links.tsx';
import { ReverseDialog, VoidDialog } from './reason-dialogs.tsx';

const route = getRouteApi('/invoices/$id');

/** A document: what it says, what can be done with it, and what was done. */
export function InvoiceDetailPage() {
  const { invoices: messages } = useMessages();
  const toName = useDocumentName();
  const notify = useNotice();
  const { id } = route.useParams();
  const view = useData(InvoiceByIdDocument, { variables: { id } });
  const [answer, setAnswer] = useState<InvoiceDocumentFragment>();
  // The answer of an action counts until the page has asked again: nobody sees the state of before.
  const asked = view.data?.invoice;
  const isNewer = answer?.id === id && asked?.id === id && answer.version > asked.version;
  const invoice = isNewer ? answer : asked;

  function tell(text: string, changed?: InvoiceDocumentFragment | null): void {
    notify(text);
    if (changed) setAnswer(changed);
    else view.retry();
  }

  return (
    <PageLayout
      key={id}
      title={invoice ? toName(invoice) : messages.title}
      actions={
        invoice && (
          <Actions
            key={invoice.id}
            invoice={invoice}
            seller={view.data?.seller ?? null}
            onDone={tell}
            onOutdated={() => {
              notify(messages.changedMeanwhile, 'failure');
              view.retry();
            }}
          />
        )
      }
    >
      <StateView view={view} select={() => invoice} skeletonRows={12}>
        {(found, { data, retry }) => (
          <>
            <p>
              <InvoiceStatusBadge status={found.derivedStatus} kind={found.kind} />{' '}
              <DisputeBadge invoiceId={found.id} />
            </p>
            {found.pendingApproval && (
              <ApprovalBanner approval={found.pendingApproval} onDone={tell} onOutdated={retry} />
            )}
            <InvoiceDocumentView invoice={found} seller={data?.seller ?? null} />
            <Facts invoice={found} seller={data?.seller ?? null} />
            {found.status !== 'DRAFT' && found.origin === 'OWN' && (
              <>
                <InvoiceMails id={found.id} timeZone={data?.seller?.timeZone} />
                <PlatformState
                  id={found.id}
                  timeZone={data?.seller?.timeZone}
                  isVoid={found.status === 'VOID'}
                />
                <PortalLinks id={found.id} timeZone={data?.seller?.timeZone} />
              </>
            )}
            {found.status !== 'DRAFT' && (
              <InvoiceRequests
                invoiceId={found.id}
                currency={found.currency}
                isDisputable={found.kind === 'INVOICE' && found.status === 'ISSUED'}
              />
            )}
            <Life invoice={found} timeZone={data?.seller?.timeZone} onDone={tell} onOutdated={retry} />
          </>
        )}
      </StateView>
    </PageLayout>
  );
}

function Facts({
  invoice,
  seller,
}: {
  readonly invoice: InvoiceDocumentFragment;
  readonly seller: InvoiceByIdQuery['seller'];
}) {
  const { invoices: messages } = useMessages();
  const { document: texts } = messages;
  const timeZone = seller?.timeZone;
  const at = (term: string, instant: string | null) =>
    instant === null
      ? []
      : [{ term, value: <InstantText instant={instant} {...(timeZone !== undefined && { timeZone })} /> }];
  return (
    <DescriptionList
      items={[
        { term: texts.origin, value: messages.origins[invoice.origin] },
        { term: texts.stock, value: messages.stocks[invoice.stock] },
        ...at(texts.creates, invoice.createdAt),
        ...at(texts.issuedAt, invoice.issuedAt),
        ...at(texts.paidAt, invoice.paidAt),
        ...at(texts.voidedAt, invoice.voidedAt),
        ...at(texts.updatedAt, invoice.updatedAt),
      ]}
    />
  );
}

function Life({
  invoice,
  timeZone,
  onDone,
  onOutdated,
}: {
  readonly invoice: InvoiceDocumentFragment;
  readonly timeZone: string | undefined;
} & Pick<InvoiceActionProps, 'onDone' | 'onOutdated'>) {
  const findReason = useReasons(invoice);
  const [reversed, setReversed] = useState<InvoicePayment>();
  return (
    <>
      <InvoiceLife
        id={invoice.id}
        timeZone={timeZone}
        reverseObstacle={findReason('REVERSE_PAYMENT')}
        onReverse={setReversed}
      />
      {reversed && (
        <ReverseDialog
          payment={reversed}
          onDone={(text, changed) => {
            setReversed(undefined);
            onDone(text, changed);
          }}
          onOutdated={onOutdated}
          onClose={() => setReversed(undefined)}
        />
      )}
    </>
  );
}

/** Says why an action is not possible now; undefined if it is. */
function useReasons({ actions }: InvoiceDocumentFragment): (action: InvoiceAction) => string | undefined {
  const { problems } = useMessages();
  return (action) => {
    const reason = actions.find((one) => one.action === action)?.reason ?? undefined;
    return reason && problems.explainReason(reason);
  };
}

type OpenDialog = 'ISSUE' | 'RECORD_PAYMENT' | 'REFUND' | 'CREDIT' | 'VOID' | 'DELETE';

function Actions({ invoice, seller, onDone, onOutdated }: Omit<InvoiceActionProps, 'onClose'>) {
  const { invoices: messages } = useMessages();
  const { actions: texts } = messages;
  const [open, setOpen] = useState<OpenDialog>();
  const duplicate = useDuplicate(invoice);
  const findReason = useReasons(invoice);
  const isDraft = invoice.status === 'DRAFT';
  const primary: OpenDialog = isDraft ? 'ISSUE' : 'RECORD_PAYMENT';
  const further: readonly OpenDialog[] = isDraft ? ['DELETE'] : ['REFUND', 'CREDIT', 'VOID'];
  const close = () => setOpen(undefined);
  const props: InvoiceActionProps = {
    invoice,
    seller,
    onClose: close,
    onDone: (text, changed) => {
      close();
      onDone(text, changed);
    },
    onOutdated: () => {
      close();
      onOutdated();
    },
  };
  return (
    <>
      {isDraft && findReason('UPDATE') === undefined && (
        <Link to="/invoices/$id/edit" params={{ id: invoice.id }} className={toButtonClass()}>
          {texts.UPDATE}
        </Link>
      )}
      <Link to="/invoices/$id/print" params={{ id: invoice.id }} className={toButtonClass()}>
        {texts.print}
      </Link>
      {!isDraft && <DocumentMenu invoiceId={invoice.id} />}
      <Menu
        label={texts.more}
        items={[
          ...further.map((action) => ({
            key: action,
            label: texts[action],
            disabledReason: findReason(action),
            onChoose: () => setOpen(action),
          })),
          {
            key: 'DUPLICATE',
            label: texts.DUPLICATE,
            disabledReason: findReason('DUPLICATE'),
            onChoose: duplicate,
          },
        ]}
      />
      {invoice.kind === 'INVOICE' && (
        <Button kind="primary" disabledReason={findReason(primary)} onClick={() => setOpen(primary)}>
          {texts[primary]}
        </Button>
      )}
      {open === 'ISSUE' && <IssueDialog {...props} />}
      {open === 'RECORD_PAYMENT' && <PaymentDialog {...props} isRefund={false} />}
      {open === 'REFUND' && <PaymentDialog {...props} isRefund />}
      {open === 'CREDIT' && <CreditDialog {...props} />}
      {open === 'VOID' && <VoidDialog {...props} />}
      {open === 'DELETE' && <DeleteDialog {...props} />}
    </>
  );
}

/** Makes a draft like the document and goes there. */
function useDuplicate({ id }: InvoiceDocumentFragment): () => Promise<void> {
  const { invoices: messages, states } = useMessages();
  const notify = useNotice();
  const navigate = useNavigate();
  const { send } = useKeyedChange(DuplicateInvoiceDocument);
  return async () => {
    const result = await send({ id });
    if (result.kind === 'done' && result.payload.invoice) {
      notify(messages.done.duplicated);
      void navigate({ to: '/invoices/$id', params: { id: result.payload.invoice.id } });
    } else if (result.kind !== 'done') notify(explainResult(result, states, messages.refused), 'failure');
  };
}

function DeleteDialog({ invoice, onClose, onOutdated }: InvoiceActionProps) {
  const { invoices: messages, states } = useMessages();
  const { delete: texts } = messages;
  const notify = useNotice();
  const navigate = useNavigate();
  const { send, isSending } = useChange(DeleteInvoiceDraftDocument);
  return (
    <ConfirmDialog
      title={texts.title}
      confirm={texts.confirm}
      isDangerous
      isBusy={isSending}
      onCancel={onClose}
      onConfirm={async () => {
        const result = await send({ input: { id: invoice.id, expectedVersion: invoice.version } });
        if (result.kind === 'done') {
          notify(messages.done.deleted);
          void navigate({ to: '/invoices' });
        } else if (result.kind === 'failed') notify(explainResult(result, states), 'failure');
        else onOutdated();
      }}
    >
      <p>{texts.text}</p>
    </ConfirmDialog>
  );
}
