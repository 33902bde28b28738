import type { Checked, InputProblems } from '#kernel/input-problems.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { findIssueDateProblem, toIssueDateLimits } from '#schema/calendar/seller.ts';
import type { CreditFigures } from '../../domain/credit.ts';
import { type CreditInput, type CreditWish, parseCreditWish } from '../../domain/credit-input.ts';
import { decideCredit } from '../../domain/decide-credit.ts';
import { findCreditedParts, findCreditedTotals } from '../../store/find-credits.ts';
import { findLines } from '../../store/find-invoices.ts';
import type { CreditableRow } from '../../store/insert-credit-note.ts';
import type { InvoiceRow } from '../../tables.ts';
import type { Billing } from '../billing.ts';

/** Everything that a credit needs, as it stands at the moment. */
export interface CreditPlan {
  readonly invoice: InvoiceRow;
  readonly figures: CreditFigures<CreditableRow>;
  readonly issueDate: string;
  readonly reason: string;
  readonly returnsGoods: boolean;
}

/**
 * Plans a credit, or gives all problems that stand in its way.
 *
 * @param invoice undefined if there is none that can be credited, which `problems` says already
 */
export async function planCredit(
  billing: Billing,
  db: Reader,
  input: CreditInput,
  invoice: InvoiceRow | undefined,
  problems: InputProblems,
): Promise<Checked<CreditPlan>> {
  const wish = parseCreditWish(input, problems);
  const issueDate = wish && chooseIssueDate(billing, wish, invoice, problems.at('issueDate'));
  const figures = wish && invoice ? await decide(db, invoice, wish, problems) : undefined;
  if (!problems.isEmpty || !invoice || !wish || !issueDate || !figures) return { problems: problems.errors };
  return { value: { invoice, figures, issueDate, reason: wish.reason, returnsGoods: wish.returnsGoods } };
}

/** The wished day, or today; of an invoice whose day is still to come, its day. */
function chooseIssueDate(
  { seller, clock }: Billing,
  wish: CreditWish,
  invoice: InvoiceRow | undefined,
  problems: InputProblems,
): string {
  const limits = toIssueDateLimits(seller, clock());
  const earliest = invoice?.issueDate ?? limits.earliest;
  const isStillToCome = earliest > limits.today;
  const issueDate = wish.issueDate ?? (isStillToCome ? earliest : limits.today);
  const problem = findIssueDateProblem(issueDate, limits);
  if (problem !== undefined) problems.add('OUT_OF_RANGE', problem);
  else if (issueDate < earliest) {
    problems.add('OUT_OF_RANGE', `The invoice is of ${earliest}; take that day or a later one.`);
  }
  return issueDate;
}

async function decide(
  db: Reader,
  invoice: InvoiceRow,
  wish: CreditWish,
  problems: InputProblems,
): Promise<CreditFigures<CreditableRow> | undefined> {
  const [rows = []] = await findLines(db, [invoice.id]);
  const parts = await findCreditedParts(
    db,
    rows.map(({ id }) => id),
  );
  const credited = await findCreditedTotals(db, invoice.id);
  const lines = rows.flatMap((row, index) => {
    const part = parts[index];
    return part === undefined ? [] : [{ ...row, credited: part }];
  });
  return decideCredit({ ...invoice, credited, lines }, wish, problems);
}
