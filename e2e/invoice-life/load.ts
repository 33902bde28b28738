import type { Clerk } from './live.ts';

/** All clerks write a draft; then all issue at the same moment; then all pay at the same moment. */
export async function crowd(team: readonly Clerk[]): Promise<void> {
  const drafts = await Promise.all(team.map(async (clerk) => ({ clerk, draft: await clerk.write() })));
  const issued = await Promise.all(
    drafts.map(async ({ clerk, draft }) => ({ clerk, invoice: await clerk.issue(draft) })),
  );
  await Promise.all(
    issued.map(async ({ clerk, invoice }) => {
      if (invoice !== null) await clerk.pay(invoice, invoice.balance.amount);
    }),
  );
}

/** Each clerk leads one invoice after the other through its life; all end the one they have begun. */
export async function workUntil(end: Promise<unknown>, team: readonly Clerk[]): Promise<void> {
  let isOver = false;
  const over = end.finally(() => {
    isOver = true;
  });
  const work = async (clerk: Clerk) => {
    while (!isOver) {
      const invoice = await clerk.issue(await clerk.write());
      if (invoice !== null) await clerk.leadOn(invoice);
    }
  };
  await Promise.all([over, ...team.map(work)]);
}
