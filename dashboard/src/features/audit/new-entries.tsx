import { useEffect, useState } from 'react';
import { useLive } from '../../api/use-live.ts';
import { AuditEntriesAddedDocument, type AuditEntryFilter } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import styles from './audit.module.css';

export interface NewEntriesProps {
  readonly filter: AuditEntryFilter;
  /** The position after all entries of the list; undefined until it is known. */
  readonly cursor: string | undefined;
  readonly onShow: () => void;
  /** Told that entries after the cursor are no longer kept, so that the list is to be read again. */
  readonly onExpired: () => void;
}

/** Counts the entries that came after the list, and shows them when asked to, so that no row moves under a reader. */
export function NewEntries({ filter, cursor, onShow, onExpired }: NewEntriesProps) {
  const { audit: messages } = useMessages();
  const locale = useLocale();
  const [counted, setCounted] = useState({ cursor, count: 0 });
  const { status, problem } = useLive(AuditEntriesAddedDocument, {
    variables: { filter, after: cursor ?? null },
    isPaused: cursor === undefined,
    onData: () => setCounted((old) => ({ cursor, count: old.cursor === cursor ? old.count + 1 : 1 })),
    toNextVariables: ({ auditEntryAdded }) => ({ filter, after: auditEntryAdded.cursor }),
  });
  const hasExpired = problem?.code === 'CURSOR_EXPIRED';
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each cursor that has expired
  useEffect(() => {
    if (hasExpired) onExpired();
  }, [hasExpired]);
  const count = counted.cursor === cursor ? counted.count : 0;

  function show(): void {
    // The button goes away, so the focus would.
    document.getElementById('page-title')?.focus();
    onShow();
  }

  return (
    <div role="status" className={styles['new']}>
      {count > 0 && <Button onClick={show}>{messages.showNew(count, formatFigure(count, locale))}</Button>}
      {status === 'reconnecting' && messages.reconnecting}
      {status === 'ended' && !hasExpired && messages.notLive}
    </div>
  );
}
