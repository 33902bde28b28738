import { useBlocker } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/language.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

/**
 * Asks before somebody leaves what is not saved, by a link, by Back, by loading again or closing the tab.
 *
 * @param isUnsaved asked when somebody is about to leave
 * @returns the question, to be shown anywhere
 */
export function useUnsavedGuard(isUnsaved: () => boolean): ReactNode {
  const { ui } = useMessages();
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: ({ current, next }) => isUnsaved() && current.pathname !== next.pathname,
    enableBeforeUnload: isUnsaved,
    withResolver: true,
  });
  if (status !== 'blocked') return null;
  return (
    <ConfirmDialog title={ui.leaveTitle} confirm={ui.leave} isDangerous onConfirm={proceed} onCancel={reset}>
      <p>{ui.leaveText}</p>
    </ConfirmDialog>
  );
}
