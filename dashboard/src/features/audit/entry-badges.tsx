import type { AuditEntryRowFragment, AuditLevel } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import styles from './audit.module.css';

const tones: Readonly<Record<AuditLevel, NonNullable<BadgeProps['tone']>>> = {
  INFO: 'neutral',
  NOTICE: 'warning',
  WARNING: 'danger',
};

/** The weight of an entry. */
export function EntryLevel({ level }: { readonly level: AuditLevel }) {
  const { audit: messages } = useMessages();
  return <Badge tone={tones[level]}>{messages.levels[level]}</Badge>;
}

/** The outcome of an action, with the reason for a refusal. */
export function EntryOutcome({ entry }: { readonly entry: Pick<AuditEntryRowFragment, 'outcome' | 'code'> }) {
  const { audit: messages, ui } = useMessages();
  const { outcome, code } = entry;
  if (outcome === null) return ui.none;
  return (
    <>
      <Badge tone={outcome === 'DONE' ? 'success' : 'danger'}>{messages.outcomes[outcome]}</Badge>
      {code !== null && <span className={styles['id']}>{code}</span>}
    </>
  );
}
