import { Link } from '@tanstack/react-router';
import type { AuditEntryRowFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import type { Column } from '../../ui/data-table.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { EntryActor } from './entry-actor.tsx';
import { EntryLevel, EntryOutcome } from './entry-badges.tsx';
import { ObjectText } from './object-text.tsx';
import { useAuditWords } from './use-audit-words.ts';

/** The columns of the list; the time leads to the whole entry. */
export function useAuditColumns(timeZone: string): readonly Column<AuditEntryRowFragment>[] {
  const { audit: messages } = useMessages();
  const { fields } = messages;
  const words = useAuditWords();
  const locale = useLocale();
  return [
    {
      key: 'at',
      header: fields.at,
      cell: ({ id, at }) => (
        <Link to="/audit" search={(old) => ({ ...old, entry: id })} resetScroll={false}>
          <time dateTime={at}>{formatInstant(at, locale, timeZone, 'medium')}</time>
        </Link>
      ),
    },
    { key: 'actor', header: fields.actor, cell: (entry) => <EntryActor entry={entry} /> },
    {
      key: 'action',
      header: fields.action,
      cell: ({ action, count, redactedAt }) => {
        if (redactedAt !== null) return <em>{messages.blanked}</em>;
        if (action === null) return undefined;
        return (count ?? 1) > 1 ? messages.times(words.toAction(action), count ?? 1) : words.toAction(action);
      },
    },
    {
      key: 'object',
      header: fields.object,
      cell: ({ object }) => object && <ObjectText object={object} />,
    },
    { key: 'outcome', header: fields.outcome, cell: (entry) => <EntryOutcome entry={entry} /> },
    { key: 'level', header: fields.level, cell: ({ level }) => <EntryLevel level={level} /> },
    { key: 'source', header: fields.source, cell: ({ source }) => source },
  ];
}
