import assert from 'node:assert/strict';
import type { Case } from '../case.ts';
import { tryProposal } from '../proposal.ts';

export const moneyToldByColumns: Case = {
  name: 'inspect reads cents, fractions of tax, days of issue and small letters as what they are, and tells what it guessed',
  async run({ openDesk }) {
    const desk = await openDesk(import.meta.dirname);

    const cents = await tryProposal(desk, 'cents.csv');
    assert.equal(cents.proposal.numbers?.minorUnits, true);
    assert.match(cents.proposal.doubts.join('\n'), /"amount_cents" are taken for the smallest unit/);
    assert.match(cents.dryRun, /119\.00 EUR[\s\S]*238\.05 EUR/);

    const fractions = await tryProposal(desk, 'taxrate-fraction.csv');
    assert.equal(fractions.proposal.numbers?.rates, 'fraction');
    assert.match(fractions.proposal.doubts.join('\n'), /"Tax Rate" are taken for fractions/);
    assert.match(fractions.dryRun, /11\.90 EUR, of which tax 1\.90[\s\S]*21\.40 EUR, of which tax 1\.40/);

    const dueDates = await tryProposal(desk, 'due-date.csv');
    assert.equal(dueDates.proposal.invoice['issuedAt'], 'Created At');
    assert.match(dueDates.dryRun, /A-1, Ada, 2026-03-14[\s\S]*A-2, Bob, 2026-03-15/);

    const currencies = await tryProposal(desk, 'currency-lower.csv');
    assert.equal(currencies.proposal.invoice['currency'], 'currency');
    assert.equal(currencies.proposal.currencies?.smallLetters, true);
    assert.match(currencies.proposal.doubts.join('\n'), /small letters/);
    assert.match(currencies.dryRun, /10\.00 USD[\s\S]*10\.00 GBP/);
  },
};
