import { useKeyedChange } from '../../api/use-keyed-change.ts';
import {
  type InvoiceMailFactsFragment,
  type InvoiceMailState,
  ResendMailDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { useTellResult } from '../../ui/use-tell-result.ts';

const tones: Readonly<Record<InvoiceMailState, NonNullable<BadgeProps['tone']>>> = {
  WAITING: 'neutral',
  SENDING: 'neutral',
  SENT: 'success',
  UNCERTAIN: 'warning',
  REFUSED: 'danger',
  CANCELLED: 'neutral',
};

/** The columns of mails, in every list of them. */
export function useMailColumns(timeZone: string | undefined): readonly Column<InvoiceMailFactsFragment>[] {
  const { mails: messages, problems } = useMessages();
  const { columns: headers } = messages;
  const at = (instant: string) => (
    <InstantText instant={instant} {...(timeZone !== undefined && { timeZone })} />
  );
  return [
    {
      key: 'kind',
      header: headers.kind,
      cell: ({ kind, stepDays }) =>
        stepDays === null ? messages.kinds[kind] : `${messages.kinds[kind]}, ${messages.step(stepDays)}`,
    },
    { key: 'to', header: headers.to, cell: ({ recipient, maskedRecipient }) => recipient ?? maskedRecipient },
    { key: 'language', header: headers.language, cell: ({ language }) => messages.languages[language] },
    {
      key: 'state',
      header: headers.state,
      cell: ({ state }) => <Badge tone={tones[state]}>{messages.states[state]}</Badge>,
    },
    { key: 'queued', header: headers.queuedAt, cell: ({ queuedAt }) => at(queuedAt) },
    { key: 'sent', header: headers.sentAt, cell: ({ sentAt }) => sentAt && at(sentAt) },
    {
      key: 'problem',
      header: headers.problem,
      cell: ({ problem }) => problem && problems.explainReason(problem),
    },
    {
      key: 'resend',
      header: headers.resend,
      cell: (mail) => mail.canResend && <ResendButton id={mail.id} />,
    },
  ];
}

function ResendButton({ id }: { readonly id: string }) {
  const { mails: messages, ui } = useMessages();
  const { send, isSending } = useKeyedChange(ResendMailDocument);
  const tell = useTellResult(messages.refused);
  return (
    <Button
      disabledReason={isSending ? ui.working : undefined}
      onClick={async () => tell(await send({ id }), messages.resent)}
    >
      {messages.resend}
    </Button>
  );
}
