import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import type { SignedInCaller } from '#platform/graphql/caller.ts';
import type { ReferencedIds, References } from '../domain/invoice-input.ts';
import type { Billing } from './billing.ts';

/**
 * Asks the other contexts about a customer and products, in parallel, with one request each. Do not call it inside a
 * transaction, which would hold its locks until the others answer.
 *
 * @returns undefined if one of them gave no answer, which is noted as UNAVAILABLE
 */
export async function readReferences(
  { customers, products, log }: Billing,
  { customerId, productIds }: ReferencedIds,
  { token }: SignedInCaller,
  problems: InputProblems,
): Promise<References | undefined> {
  const answers = await Promise.allSettled([
    customerId === undefined ? undefined : customers.findCustomer(customerId, token),
    products.findProducts(productIds, token),
  ]);
  for (const answer of answers) {
    if (answer.status === 'fulfilled') continue;
    if (!(answer.reason instanceof DirectoryUnavailableError)) throw answer.reason;
    log.warn({ err: answer.reason }, 'a draft could not be checked');
    problems.add(
      'UNAVAILABLE',
      `The ${answer.reason.directory} did not answer; nothing was changed, try again.`,
    );
  }
  const [customer, found] = answers;
  if (customer.status === 'rejected' || found.status === 'rejected') return undefined;
  return { customer: customer.value, products: found.value };
}
