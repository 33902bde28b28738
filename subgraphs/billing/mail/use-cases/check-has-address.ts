import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import type { Billing } from '../../use-cases/billing.ts';

/** Notes that a mail would find no address; it is asked for now, so that whoever sends it learns it at once. */
export async function checkHasAddress(
  { recipients, log }: Billing,
  customerId: string | null,
  problems: InputProblems,
): Promise<void> {
  try {
    const recipient = customerId === null ? undefined : await recipients.findRecipient(customerId);
    if (typeof recipient?.email === 'string') return;
    problems.add('REQUIRED', 'The customer has no e-mail address; give one, or add it to the customer.');
  } catch (err) {
    if (!(err instanceof DirectoryUnavailableError)) throw err;
    log.warn({ err }, 'the address of a mail could not be looked up');
    problems.add('UNAVAILABLE', `The ${err.directory} did not answer; nothing was changed, try again.`);
  }
}
