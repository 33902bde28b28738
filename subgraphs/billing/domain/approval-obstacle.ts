import type { ApprovalPolicy } from './approval.ts';

/** Whoever looks at a request. */
export interface ApprovalViewer {
  /** Issuer and subject, as requests keep them. */
  readonly key: string;
  readonly roles: ReadonlySet<string>;
}

/** The reason, for people, why a viewer may not approve a request, whatever its state; undefined if nothing is in the way. */
export function findApprovalObstacle(
  { requestedBy }: { readonly requestedBy: string },
  { key, roles }: ApprovalViewer,
  { approverRole }: ApprovalPolicy,
): string | undefined {
  if (!roles.has(approverRole)) return `Only ${approverRole} may approve.`;
  if (key === requestedBy) return 'You requested this yourself; another person must approve it.';
  return undefined;
}

/** The same for rejecting: whoever requested it may also take it back. */
export function findRejectionObstacle(
  { requestedBy }: { readonly requestedBy: string },
  { key, roles }: ApprovalViewer,
  { approverRole }: ApprovalPolicy,
): string | undefined {
  if (key === requestedBy || roles.has(approverRole)) return undefined;
  return `Only ${approverRole}, or whoever requested it, may reject this.`;
}
