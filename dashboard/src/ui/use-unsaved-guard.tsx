import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface LeaveQuestion {
  readonly title: string;
  readonly text: string;
}

/**
 * Asks before somebody leaves what is not saved, by a link, by Back, by loading again or closing the tab.
 *
 * @param isUnsaved asked when somebody is about to leave
 * @param question asked instead of the usual one, where nothing can be saved
 * @returns the question, to be shown anywhere
 */
export function useUnsavedGuard(isUnsaved: () => boolean, question?: LeaveQuestion): ReactNode {
  const { ui } = useMessages();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved() && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <ConfirmDialog
      title={question?.title ?? ui.leaveTitle}
      confirm={ui.leave}
      isDangerous
      onConfirm={proceed}
      onCancel={reset}
    >
      <p>{question?.text ?? ui.leaveText}</p>
    </ConfirmDialog>
  );
}
