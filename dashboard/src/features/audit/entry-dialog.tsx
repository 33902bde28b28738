import { getRouteApi, Link } from '@tanstack/react-router';
import { useData } from '../../api/use-data.ts';
import { AuditEntryByIdDocument, type AuditEntryDetailsFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { StateView } from '../../ui/state-view.tsx';
import styles from './audit.module.css';
import type { AuditEntriesSearch } from './audit-entries-search.ts';
import { EntryActor } from './entry-actor.tsx';
import { EntryLevel, EntryOutcome } from './entry-badges.tsx';
import { ObjectText } from './object-text.tsx';
import { useAuditWords } from './use-audit-words.ts';

const route = getRouteApi('/audit');

export interface EntryDialogProps {
  readonly id: string;
  readonly timeZone: string;
}

/** One entry with all its members, and the ways to entries of the same actor and object. */
export function EntryDialog({ id, timeZone }: EntryDialogProps) {
  const { audit: messages, ui } = useMessages();
  const navigate = route.useNavigate();
  const view = useData(AuditEntryByIdDocument, { variables: { id } });
  const entry = view.data?.auditEntry;

  function close(): void {
    void navigate({
      search: ({ entry: _, ...rest }: AuditEntriesSearch) => rest,
      replace: true,
      resetScroll: false,
    });
  }

  return (
    <Dialog
      title={messages.entryTitle}
      onClose={close}
      actions={
        <>
          {entry?.actor && (
            <Link to="/audit" search={{ actor: entry.actor.id }} className={toButtonClass()}>
              {messages.sameActor}
            </Link>
          )}
          {entry?.object && (
            <Link
              to="/audit"
              search={{ objectType: entry.object.type, objectId: entry.object.id }}
              className={toButtonClass()}
            >
              {messages.sameObject}
            </Link>
          )}
          <Button onClick={close}>{ui.close}</Button>
        </>
      }
    >
      <StateView view={view} select={({ auditEntry }) => auditEntry}>
        {(found) => <EntryMembers entry={found} timeZone={timeZone} />}
      </StateView>
    </Dialog>
  );
}

interface EntryMembersProps {
  readonly entry: AuditEntryDetailsFragment;
  readonly timeZone: string;
}

function EntryMembers({ entry, timeZone }: EntryMembersProps) {
  const { audit: messages } = useMessages();
  const { fields } = messages;
  const locale = useLocale();
  const words = useAuditWords();
  const { actor, actorKind, action, object, count, redactedAt } = entry;
  const code = (text: string | null) => text && <span className={styles['code']}>{text}</span>;
  const instant = (text: string) => (
    <time dateTime={text}>{messages.instant(formatInstant(text, locale, timeZone, 'medium'), timeZone)}</time>
  );
  return (
    <>
      {redactedAt !== null && <p>{messages.blankedText}</p>}
      <DescriptionList
        items={[
          { term: fields.at, value: instant(entry.at) },
          { term: fields.atUtc, value: code(entry.at) },
          { term: fields.level, value: <EntryLevel level={entry.level} /> },
          { term: fields.action, value: action && words.toAction(action) },
          { term: fields.actionName, value: code(action) },
          { term: fields.outcome, value: <EntryOutcome entry={entry} /> },
          { term: fields.count, value: count && formatFigure(count, locale) },
          { term: fields.object, value: object && <ObjectText object={object} /> },
          { term: fields.actor, value: <EntryActor entry={entry} /> },
          { term: fields.actorId, value: code(actor?.id ?? null) },
          { term: fields.actorKind, value: actorKind && messages.actorKinds[actorKind] },
          { term: fields.clientId, value: code(entry.clientId) },
          { term: fields.address, value: code(entry.address) },
          { term: fields.requestId, value: code(entry.requestId) },
          { term: fields.source, value: code(entry.source) },
          { term: fields.number, value: formatFigure(entry.number, locale) },
          { term: fields.id, value: code(entry.id) },
          { term: fields.hash, value: code(entry.hash) },
          ...(redactedAt === null ? [] : [{ term: fields.redactedAt, value: instant(redactedAt) }]),
        ]}
      />
    </>
  );
}
