import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { isUuid } from '#platform/database/uuid.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import type { Crm } from '../crm-parts.ts';
import type { ReferencedInvoice } from '../directories/request-references.ts';
import type { CreateRequestInput } from '../generated/types.ts';

/** What a request is about: a customer, or an invoice with its customer. */
export interface SubjectMatter {
  readonly customerId: string | null;
  readonly invoice: ReferencedInvoice | null;
}

/**
 * Looks up what an input is about, in other contexts with the caller's token, outside any transaction.
 *
 * @returns undefined for problems, which are noted
 */
export async function findSubjectMatter(
  { references, log }: Crm,
  { principal, token }: SignedInCaller,
  input: Pick<CreateRequestInput, 'kind' | 'customerId' | 'invoiceId'>,
  problems: InputProblems,
): Promise<SubjectMatter | undefined> {
  const { kind, customerId = null, invoiceId = null } = input;
  const atInvoice = problems.at('invoiceId');
  const atCustomer = problems.at('customerId');
  if (kind === 'DISPUTE' && invoiceId === null) {
    atInvoice.add('REQUIRED', 'A dispute is about an invoice: give it.');
    return undefined;
  }
  if (customerId !== null && invoiceId !== null) {
    atCustomer.add('INVALID', "Give an invoice or a customer, not both: the customer is the invoice's.");
    return undefined;
  }
  try {
    if (invoiceId !== null) {
      if (!principal.roles.has('BILLING_MANAGER') || !principal.scopes.has('invoices:read')) {
        atInvoice.add('NOT_ALLOWED', 'Only whoever may read invoices can name one.');
        return undefined;
      }
      const invoice = isUuid(invoiceId) ? await references.findInvoice(invoiceId, token) : undefined;
      if (invoice === undefined) atInvoice.add('NOT_FOUND', 'There is no invoice with this id.');
      else if (kind === 'DISPUTE' && !invoice.isDisputable)
        atInvoice.add('WRONG_STATE', 'Only an issued invoice that is not void can be disputed.');
      else return { customerId: invoice.customerId, invoice };
      return undefined;
    }
    if (customerId === null) atCustomer.add('REQUIRED', 'Give the customer or the invoice that it is about.');
    else if (!isUuid(customerId) || !(await references.hasCustomer(customerId, token)))
      atCustomer.add('NOT_FOUND', 'There is no customer with this id.');
    else return { customerId: customerId.toLowerCase(), invoice: null };
    return undefined;
  } catch (error) {
    if (!(error instanceof DirectoryUnavailableError)) throw error;
    log.warn({ err: error }, 'a request could not be checked');
    problems.add('UNAVAILABLE', `The ${error.directory} did not answer; nothing was changed, try again.`);
    return undefined;
  }
}
