import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { tryProposal } from '../proposal.ts';

export const exactColumnName: Case = {
  name: 'inspect takes the column that is named exactly as an invoice number is',
  async run({ openDesk }) {
    const { proposal, dryRun } = await tryProposal(await openDesk(import.meta.dirname), 'in.csv');
    assert.equal(proposal.invoice['number'], 'Rechnungsnummer');
    assert.match(dryRun, /invoice RE-1001, Ada GmbH, 2026-03-13 .*, 119\.00 EUR/);
  },
};
