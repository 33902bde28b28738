import { Link, useNavigate } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { createRandomKey } from '../../api/create-random-key.ts';
import { useData } from '../../api/use-data.ts';
import { EditorStateDocument } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button, toButtonClass } from '../../ui/button.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { toActorName } from '../actors/actor-text.tsx';
import styles from './draft-editor.module.css';
import { DraftKeeper } from './draft-keeper.ts';
import type { EditedDraft } from './use-draft.ts';

export interface ClosedDraftProps {
  readonly id: string;
  readonly draft: EditedDraft;
}

/** Says who has made an invoice of the draft, or thrown it away, and lets what was typed become a draft of its own. */
export function ClosedDraft({ id, draft }: ClosedDraftProps) {
  const { editor: messages, actors } = useMessages();
  const locale = useLocale();
  const navigate = useNavigate();
  const { username } = usePerson();
  const view = useData(EditorStateDocument, { variables: { id } });
  const invoice = view.data?.invoice;
  const event = invoice?.history.edges[0]?.node;

  function copy(): void {
    const keeper = new DraftKeeper(localStorage, username);
    const name = keeper.toName({ key: createRandomKey() });
    const { values, saver } = draft;
    // The reference is the other invoice's, and no two invoices may have one.
    const copied = { ...values, externalReference: '' };
    const progress = {
      ...saver.progress,
      id: undefined,
      version: 0,
      creating: undefined,
      unconfirmed: undefined,
    };
    if (!keeper.write(name, { form: 1, values: copied, progress, locale, keptAtMs: Date.now() })) return;
    draft.forget();
    void navigate({ to: '/invoices/new', search: { kept: name }, ignoreBlocker: true });
  }

  return (
    <div className={styles['closed']} role="alert">
      <h2>{messages.closedTitle}</h2>
      <p>{explain()}</p>
      <div className={styles['buttons']}>
        <Button kind="primary" onClick={copy}>
          {messages.copyToNew}
        </Button>
        {invoice && (
          <Link to="/invoices/$id" params={{ id }} className={toButtonClass()}>
            {messages.openInvoice}
          </Link>
        )}
      </div>
    </div>
  );

  function explain(): string {
    if (invoice === undefined || invoice === null || event === undefined) return messages.closedGone;
    const time = formatInstant(event.occurredAt, locale);
    const who = toActorName(event.doneBy, actors);
    return event.kind === 'ISSUED' && invoice.number !== null
      ? messages.closedIssued(invoice.number, who, time)
      : messages.closedOther(who, time);
  }
}
