import { useState } from 'react';
import type { ApprovalRowFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { ApproveDialog } from './approve-dialog.tsx';
import { AuthorText } from './author-text.tsx';
import styles from './graph.module.css';
import type { VariantAddress } from './variant-layout.tsx';
import { WithdrawButton } from './withdraw-button.tsx';

export interface ChangeApprovalsProps {
  readonly address: VariantAddress;
  readonly branch: string | undefined;
  readonly change: { readonly id: string; readonly approvals: readonly ApprovalRowFragment[] };
  /** True if the change failed the check. */
  readonly isApprovable: boolean;
  readonly onChange: () => void;
}

/** The approvals of a change that hold now, each to be withdrawn, and the way to give one. */
export function ChangeApprovals({ address, branch, change, isApprovable, onChange }: ChangeApprovalsProps) {
  const { graph: messages } = useMessages();
  const locale = useLocale();
  const [isAsking, setAsking] = useState(false);
  const { id, approvals } = change;
  return (
    <>
      {approvals.map((approval) => (
        <p key={approval.branch ?? ''} className={styles['head']}>
          <span className={styles['wrapping']}>
            {messages.approvedUntil(
              approval.branch === null ? messages.allBranches : messages.onBranch(approval.branch),
              formatInstant(approval.expiresAt, locale),
            )}{' '}
            (<AuthorText author={approval.author} />: {approval.reason})
          </span>
          <WithdrawButton address={address} approval={approval} onDone={onChange} />
        </p>
      ))}
      {isApprovable && approvals.length === 0 && (
        <p>
          <Button aria-label={messages.approveChange(id)} onClick={() => setAsking(true)}>
            {messages.approve}
          </Button>
        </p>
      )}
      {isAsking && (
        <ApproveDialog
          address={address}
          branch={branch}
          changeId={id}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false);
            onChange();
          }}
        />
      )}
    </>
  );
}
