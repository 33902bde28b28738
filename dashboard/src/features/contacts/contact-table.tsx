import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ContactOrderField, ContactRowFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { useNotice } from '../../ui/notices.tsx';
import { ActorText } from '../actors/actor-text.tsx';
import { ContactDialog, StrikeDialog } from './contact-dialogs.tsx';

const byTime: ContactOrderField = 'OCCURRED_AT';

/** The columns of the journal; the whole one names the customer besides. */
export function useContactColumns(options: {
  readonly isWhole: boolean;
  /** Told that an entry was changed. */
  readonly onChanged: () => void;
}): readonly Column<ContactRowFragment>[] {
  const { contacts: messages } = useMessages();
  const locale = useLocale();
  const { fields } = messages;
  const customer: Column<ContactRowFragment> = {
    key: 'customer',
    header: fields.customerId,
    cell: ({ customer: one }) =>
      one && (
        <Link to="/customers/$id" params={{ id: one.id }}>
          {one.displayName}
        </Link>
      ),
  };
  return [
    {
      key: 'when',
      header: fields.occurredAt,
      ...(options.isWhole && { sortField: byTime }),
      cell: ({ occurredAt }) => <InstantText instant={occurredAt} />,
    },
    { key: 'kind', header: fields.kind, cell: ({ kind }) => messages.kinds[kind] },
    ...(options.isWhole ? [customer] : []),
    { key: 'counterpart', header: fields.counterpart, cell: ({ counterpart }) => counterpart },
    { key: 'person', header: fields.personId, cell: ({ person }) => <ActorText actor={person} /> },
    {
      key: 'minutes',
      header: fields.minutes,
      align: 'end',
      cell: ({ minutes }) => formatFigure(minutes, locale),
    },
    {
      key: 'summary',
      header: fields.summary,
      cell: (contact) =>
        contact.struckAt === null ? (
          contact.summary
        ) : (
          <>
            <Badge>{messages.struck}</Badge> <del>{contact.summary}</del> {contact.strikeReason}
          </>
        ),
    },
    {
      key: 'actions',
      header: messages.change,
      cell: (contact) => contact.canCorrect && <Actions contact={contact} onChanged={options.onChanged} />,
    },
  ];
}

function Actions({
  contact,
  onChanged,
}: {
  readonly contact: ContactRowFragment;
  readonly onChanged: () => void;
}) {
  const { contacts: messages } = useMessages();
  const notify = useNotice();
  const [open, setOpen] = useState<'correct' | 'strike'>();
  const props = {
    onClose: () => setOpen(undefined),
    onDone: (text: string) => {
      setOpen(undefined);
      notify(text);
      onChanged();
    },
    onOutdated: () => {
      setOpen(undefined);
      notify(messages.changedMeanwhile, 'failure');
      onChanged();
    },
  };
  return (
    <>
      <Button onClick={() => setOpen('correct')}>{messages.correct}</Button>{' '}
      <Button onClick={() => setOpen('strike')}>{messages.strike}</Button>
      {open === 'correct' && <ContactDialog {...props} about={contact} />}
      {open === 'strike' && <StrikeDialog {...props} contact={contact} />}
    </>
  );
}
