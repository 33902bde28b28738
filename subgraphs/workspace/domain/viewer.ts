import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';

/** Whoever looks at notices. */
export interface NoticeViewer {
  /** Issuer and subject. */
  readonly owner: string;
  /** The roles of the token: notices to roles are for whoever holds them now. */
  readonly roles: readonly string[];
  /** The client of the token. */
  readonly client: string;
  /** The address of the token if it is verified, null if it is not; undefined if the token tells of none. */
  readonly verifiedEmail?: string | null | undefined;
}

/** The roles of the API whose changes concern a person; others are of the provider. */
const noticedRoles: ReadonlySet<string> = new Set([
  'ADMIN',
  'PRODUCT_MANAGER',
  'CUSTOMER_MANAGER',
  'BILLING_MANAGER',
]);

/** The viewer whom a token proves. */
export function toViewer(principal: Principal): NoticeViewer {
  const roles = [...principal.roles].filter((role) => noticedRoles.has(role)).toSorted();
  const { verifiedEmail } = principal;
  return { owner: toSubjectKey(principal), roles, client: principal.clientId ?? '', verifiedEmail };
}
