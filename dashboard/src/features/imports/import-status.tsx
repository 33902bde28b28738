import type { ImportJobRowFragment, ImportRequestStateFragment } from '../../generated/graphql.ts';
import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import styles from './imports.module.css';

const jobTones: Readonly<Record<ImportJobRowFragment['status'], BadgeProps['tone']>> = {
  STARTED: 'neutral',
  STOPPING: 'neutral',
  STOPPED: 'warning',
  FAILED: 'danger',
  COMPLETED: 'success',
  ABANDONED: 'neutral',
  UNDOING: 'warning',
  UNDONE: 'neutral',
};

/** The status of an import: one that runs without a process was interrupted. */
export function ImportBadge({ job }: { readonly job: Pick<ImportJobRowFragment, 'status' | 'isRunning'> }) {
  const { imports: messages } = useMessages();
  const { status, isRunning } = job;
  const isDead = (status === 'STARTED' || status === 'STOPPING') && !isRunning;
  if (isDead) return <Badge tone="warning">{messages.died}</Badge>;
  return <Badge tone={jobTones[status] ?? 'neutral'}>{messages.statuses[status]}</Badge>;
}

const requestTones: Readonly<Record<ImportRequestStateFragment['status'], BadgeProps['tone']>> = {
  QUEUED: 'neutral',
  RUNNING: 'neutral',
  COMPLETED: 'success',
  STOPPED: 'warning',
  FAILED: 'danger',
  CANCELLED: 'neutral',
};

/** The status of a request. */
export function RequestBadge({
  request,
}: {
  readonly request: Pick<ImportRequestStateFragment, 'status' | 'isStopping'>;
}) {
  const { imports: messages } = useMessages();
  const { status, isStopping } = request;
  if (isStopping) return <Badge tone="warning">{messages.stopping}</Badge>;
  return <Badge tone={requestTones[status] ?? 'neutral'}>{messages.requestStatuses[status]}</Badge>;
}

/** Progress as a bar and in words. */
export function ShareDone({ share, label }: { readonly share: number | null; readonly label: string }) {
  const locale = useLocale();
  const { ui } = useMessages();
  if (share === null) return <span>{ui.none}</span>;
  // Rounded down, so that what is not done is never shown as done.
  const whole = Math.floor(share * 100) / 100;
  return (
    <span className={styles['share']}>
      <progress max={1} value={share} aria-label={label} />
      {getNumberFormat(locale, { style: 'percent' }).format(whole)}
    </span>
  );
}
