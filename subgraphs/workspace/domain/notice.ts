import type { NoticeKind } from '../generated/types.ts';

/** The details of a notice beside its subject, by kind. */
export interface NoticeDetails {
  readonly invoiceId?: string;
  readonly productId?: string;
  readonly importJobId?: string;
  readonly requestId?: string;
  /** An RFC 3339 instant. */
  readonly deadline?: string;
  /** Exact, in the currency's unit. */
  readonly amount?: { readonly amount: string; readonly currency: string };
  readonly approval?: { readonly id: string; readonly action: string; readonly decision: string | null };
  readonly dueDate?: string;
  readonly stock?: { readonly stock: string; readonly lowAt: string };
  readonly import?: { readonly status: string; readonly loadedRows: number; readonly rejectedRows: number };
  readonly rights?: { readonly added: readonly string[]; readonly removed: readonly string[] };
}

/** A notice to be stored: to whoever holds a role, or to a person. */
export type NewNotice = {
  readonly kind: NoticeKind;
  readonly subject: string;
  readonly details: NoticeDetails;
  readonly occurredAt: Date;
  /** Issuer and subject of whoever did it; they get no notice. */
  readonly actor?: string;
} & (
  | { readonly role: string; readonly recipient?: never }
  | { readonly role?: never; readonly recipient: string }
);
