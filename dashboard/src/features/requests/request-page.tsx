import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import {
  ReopenRequestDocument,
  RequestByIdDocument,
  type RequestDetailsFragment,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';
import { ActorText } from '../actors/actor-text.tsx';
import { DeadlineText, RequestStatusBadge, UrgencyBadge } from './request-badges.tsx';
import { AssignDialog, CloseDialog, CommentDialog, EditDialog } from './request-dialogs.tsx';
import { RequestHistory } from './request-history.tsx';

const route = getRouteApi('/requests/$id');

/** A request: what it says, what can be done with it, and what was done. */
export function RequestPage() {
  const { requests: messages } = useMessages();
  const notify = useNotice();
  const { id } = route.useParams();
  const view = useData(RequestByIdDocument, { variables: { id } });
  const request = view.data?.request;
  return (
    <PageLayout
      key={id}
      title={request ? `${request.reference} ${request.title}` : messages.title}
      actions={
        request && (
          <Actions
            request={request}
            onDone={(text) => {
              notify(text);
              view.retry();
            }}
            onOutdated={() => {
              notify(messages.changedMeanwhile, 'failure');
              view.retry();
            }}
          />
        )
      }
    >
      <StateView view={view} select={(data) => data.request} skeletonRows={8}>
        {(found) => (
          <>
            <Facts request={found} />
            <RequestHistory request={found} />
          </>
        )}
      </StateView>
    </PageLayout>
  );
}

function Facts({ request }: { readonly request: RequestDetailsFragment }) {
  const { requests: messages } = useMessages();
  const { fields } = messages;
  const { customer, invoice, invoiceNumber } = request;
  return (
    <DescriptionList
      items={[
        { term: fields.status, value: <RequestStatusBadge {...request} /> },
        { term: fields.kind, value: messages.kinds[request.kind] },
        { term: fields.urgency, value: <UrgencyBadge urgency={request.urgency} /> },
        { term: fields.deadline, value: <DeadlineText deadline={request.deadline} /> },
        {
          term: fields.customerId,
          value: customer && (
            <Link to="/customers/$id" params={{ id: customer.id }}>
              {customer.displayName}
            </Link>
          ),
        },
        {
          term: fields.invoiceId,
          value: invoice ? (
            <Link to="/invoices/$id" params={{ id: invoice.id }}>
              {invoiceNumber}
            </Link>
          ) : (
            invoiceNumber
          ),
        },
        {
          term: fields.disputedAmount,
          value: request.disputedAmount && <MoneyText money={request.disputedAmount} />,
        },
        { term: fields.text, value: request.text },
        { term: fields.assigneeId, value: request.assignee && <ActorText actor={request.assignee} /> },
        { term: fields.authorId, value: <ActorText actor={request.author} /> },
        { term: fields.createdAt, value: <InstantText instant={request.createdAt} /> },
        {
          term: fields.closedAt,
          value: request.closedAt && <InstantText instant={request.closedAt} />,
        },
        { term: fields.outcome, value: request.outcome },
      ]}
    />
  );
}

type OpenDialog = 'edit' | 'assign' | 'comment' | 'close';

interface ActionsProps {
  readonly request: RequestDetailsFragment;
  readonly onDone: (text: string) => void;
  readonly onOutdated: () => void;
}

function Actions({ request, onDone, onOutdated }: ActionsProps) {
  const { requests: messages, ui } = useMessages();
  const { actions } = messages;
  const [open, setOpen] = useState<OpenDialog>();
  const { send, isSending } = useChange(ReopenRequestDocument);
  const tell = useTellResult(messages.refused);
  const close = () => setOpen(undefined);
  const props = {
    request,
    onClose: close,
    onDone: (text: string) => {
      close();
      onDone(text);
    },
    onOutdated: () => {
      close();
      onOutdated();
    },
  };
  const isOpen = request.status === 'OPEN';
  return (
    <>
      {isOpen && <Button onClick={() => setOpen('edit')}>{actions.edit}</Button>}
      {isOpen && <Button onClick={() => setOpen('assign')}>{actions.assign}</Button>}
      <Button onClick={() => setOpen('comment')}>{actions.comment}</Button>
      {isOpen ? (
        <Button kind="primary" onClick={() => setOpen('close')}>
          {actions.close}
        </Button>
      ) : (
        <Button
          disabledReason={isSending ? ui.working : undefined}
          onClick={async () => {
            const result = await send({ input: { id: request.id, expectedVersion: request.version } });
            tell(result, messages.done.reopened);
            if (result.kind === 'refused') onOutdated();
          }}
        >
          {actions.reopen}
        </Button>
      )}
      {open === 'edit' && <EditDialog {...props} />}
      {open === 'assign' && <AssignDialog {...props} />}
      {open === 'comment' && <CommentDialog {...props} />}
      {open === 'close' && <CloseDialog {...props} />}
    </>
  );
}
