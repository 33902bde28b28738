import type { Principal } from '#platform/tokens/principal.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import type { RequestKindName } from './request-words.ts';

/** Whoever asks for requests or changes them. */
export interface RequestViewer {
  /** Issuer and subject. */
  readonly person: string;
  readonly subject: string;
  /** True for whoever manages customers: all kinds of requests are theirs. */
  readonly managesAll: boolean;
  /** True for whoever manages invoices. */
  readonly managesDisputes: boolean;
}

/** The viewer whom a token proves. */
export function toRequestViewer(principal: Principal): RequestViewer {
  return {
    person: toSubjectKey(principal),
    subject: principal.subject,
    managesAll: principal.roles.has('CUSTOMER_MANAGER'),
    managesDisputes: principal.roles.has('BILLING_MANAGER'),
  };
}

/** True if somebody may see and change requests of a kind. */
export function mayManage(
  { managesAll, managesDisputes }: Pick<RequestViewer, 'managesAll' | 'managesDisputes'>,
  kind: RequestKindName,
): boolean {
  return managesAll || (managesDisputes && kind === 'DISPUTE');
}

/** The role of those whom a request of a kind concerns while nobody is to do it. */
export function toResponsibleRole(kind: RequestKindName): 'BILLING_MANAGER' | 'CUSTOMER_MANAGER' {
  return kind === 'DISPUTE' ? 'BILLING_MANAGER' : 'CUSTOMER_MANAGER';
}

/** The subject of a person alone: what follows the issuer, whose URL has no space. */
export function toSubject(person: string): string {
  return person.slice(person.indexOf(' ') + 1);
}
