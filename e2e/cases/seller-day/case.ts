import assert from 'node:assert/strict';
import { addDays, today } from '#schema/calendar/day.ts';
import { mutateInvoice } from '../../../subgraphs/billing/testing/invoice-calls.ts';
import type { Case } from '../case.ts';
import { addCustomer, draftInvoice, issueInvoice } from '../issue.ts';

/** The system has a zone in which it is another day than in UTC. */
export const sellerDay: Case = {
  name: "the seller's clocks decide the day of an invoice, not those of UTC",
  async run({ ask, askAsAdmin, zone }) {
    const customerId = await addCustomer(askAsAdmin, 'Customer Of The Day');
    const now = () => today(() => new Date(), zone);
    const before = now();
    const byDefault = await issueInvoice(ask, customerId);
    assert.ok([before, now()].includes(byDefault.issueDate ?? ''), `${byDefault.issueDate} in ${zone}`);
    assert.equal(byDefault.number?.slice(0, 4), byDefault.issueDate?.slice(0, 4));
    const asked = now();
    assert.equal((await issueInvoice(ask, customerId, asked)).issueDate, asked);

    const { id, version } = await draftInvoice(ask, customerId);
    // Two days ahead, should midnight pass meanwhile.
    const late = { id, expectedVersion: version, issueDate: addDays(now(), 2) };
    const { invoice, userErrors } = await mutateInvoice(ask, 'issueInvoice', late);
    assert.equal(invoice, null);
    assert.deepEqual(userErrors[0]?.field, ['issueDate']);
    assert.match(userErrors[0].message, new RegExp(zone));
  },
};
