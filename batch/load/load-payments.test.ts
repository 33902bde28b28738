import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formatResult } from './progress/format-result.ts';
import { createPaymentLedger, type PaymentLedger, readRejectFile } from './testing/payment-ledger.ts';

let ledger: PaymentLedger;
before(async () => {
  ledger = await createPaymentLedger();
});
after(() => ledger.close());

test('payments are added to their invoices, with their history, and a second load finds them there', async () => {
  await ledger.bill('P-0001,Ada,100.00,EUR', 'P-0002,Bo,50,JPY');
  const content = `invoiceNumber,amount,date,reference,method,currency
P-0001,60.00,2026-03-02,T1,CARD,EUR
P-0001,40,2026-03-03,T2,,
P-0002,50,2026-03-03,T3,CASH,JPY
`;
  const result = await ledger.load(content);
  assert.equal(result.failure, undefined);
  assert.deepEqual([result.counts.loadedRows, result.counts.loadedInvoices], [3, 0]);
  assert.match(formatResult('p.csv', result), /loaded +3 payments/);
  assert.deepEqual(await ledger.paidOf('P-0001'), ['PAID', 10_000]);
  assert.deepEqual(await ledger.paidOf('P-0002'), ['PAID', 50]);
  const history = await ledger.admin`
    select h.kind, h.actor, p.method, p.reference, p.paid_on::text as day, p.import_row::int as row
    from billing.invoice_history h join billing.payments p on p.id = (h.details ->> 'paymentId')::uuid
    join billing.invoices i on i.id = h.invoice_id where i.number = 'P-0001' order by h.position`;
  assert.deepEqual(
    history.map((entry) => Object.values(entry).join(' ')),
    ['PAYMENT_RECORDED batch CARD T1 2026-03-02 1', 'PAYMENT_RECORDED batch BANK_TRANSFER T2 2026-03-03 2'],
  );
  const again = await ledger.load(content, { parameters: { again: '1' } });
  assert.deepEqual([again.counts.loadedRows, again.counts.alreadyThereRows], [0, 3]);
  assert.deepEqual(await ledger.paidOf('P-0001'), ['PAID', 10_000]);
});

test('payments of one invoice are judged in the order of the file, each after those before it', async () => {
  await ledger.bill('O-0001,Ada,100.00,EUR');
  const result = await ledger.load(`invoiceNumber,amount,date,reference
O-0001,60.00,2026-03-02,a
O-0001,50.00,2026-03-02,b
O-0001,40.00,2026-03-02,c
O-0001,1.00,2026-03-02,d
`);
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [2, 2]);
  const rejects = await readRejectFile(result);
  assert.match(
    rejects,
    /2,\d+,,ABOVE_BALANCE,"50.00 EUR is more than what is left to pay of invoice O-0001, 40.00 EUR: it may be at most that"/,
  );
  assert.match(rejects, /4,\d+,,INVOICE_IS_PAID/);
  assert.deepEqual(await ledger.paidOf('O-0001'), ['PAID', 10_000]);
});

test('each refused payment has all reasons, and the corrected reject file completes the load', async () => {
  await ledger.bill('R-0001,Ada,100.00,EUR', 'R-0002,Ada,-5.00,EUR', 'R-0003,Ada,7.00,EUR');
  await ledger.admin`
    update billing.invoices set status = 'VOID', voided_at = now(), version = 2 where number = 'R-0003'`;
  const result = await ledger.load(`invoiceNumber,amount,date,reference,method,currency,customerName
R-0001,10.00,2026-03-02,a,,USD,Bo
R-0001,10.005,2026-03-02,b,,,
R-0002,10.00,2026-03-02,c,,,
R-0003,10.00,2026-03-02,d,,,
R-9999,10.00,2026-03-02,e,,,
R-0001,100.01,2026-03-02,f,,EUR,ADA
,-1,2999-01-01,g,GOLD,euro,
R-0001,1.00,2026-03-02,h,,,
R-0001,1.00,2026-03-02,h,,,
`);
  assert.equal(result.failure, undefined);
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [1, 8]);
  const rejects = await readRejectFile(result);
  for (const wanted of [
    /CURRENCY_MISMATCH,"the payment is in USD, invoice R-0001 in EUR.*; invoice R-0001 is of ""Ada"", not of ""Bo"""/,
    /TOO_MANY_DECIMALS,/,
    /NOT_AN_INVOICE,R-0002 is a credit note/,
    /INVOICE_IS_VOID,invoice R-0003 is void/,
    /INVOICE_NOT_FOUND,"no invoice has the number or external reference ""R-9999"": give/,
    /ABOVE_BALANCE,/,
    /NOT_A_CURRENCY,"currency NOT_A_CURRENCY.*AMOUNT_NOT_POSITIVE.*DATE_OUT_OF_RANGE.*REFERENCE_MISSING.*NOT_A_METHOD/,
    /SAME_PAYMENT_TWICE,row 8 of the file is the same payment/,
  ]) {
    assert.match(rejects, wanted);
  }
  const corrected = rejects
    .split('\r\n')
    .filter((line) => line.includes('rejectedRow') || line.includes('R-9999'))
    .join('\r\n')
    .replace(/R-9999,10.00/, 'R-0001,99.00');
  const completed = await ledger.load(`${corrected}\r\n`);
  assert.equal(completed.counts.loadedRows, 1, await readRejectFile(completed));
  assert.deepEqual(await ledger.paidOf('R-0001'), ['PAID', 10_000]);
});

test('an invoice that may become void takes no payment from a file until that is decided', async () => {
  await ledger.bill('H-0001,Ada,10.00,EUR', 'H-0002,Ada,10.00,EUR');
  const set = (number: string, action: string | null) => ledger.admin`
    update billing.invoices set pending_action = ${action}, version = version + 1 where number = ${number}`;
  await set('H-0001', 'VOID');
  // A credit leaves the right to what is left to pay.
  await set('H-0002', 'CREDIT');
  const content = 'invoiceNumber,amount,date\nH-0001,10.00,2026-03-02\nH-0002,10.00,2026-03-02\n';
  const result = await ledger.load(content);
  assert.deepEqual([result.counts.loadedRows, result.counts.rejectedRows], [1, 1]);
  assert.match(
    await readRejectFile(result),
    /^1,\d+,,VOID_IS_WAITING,"invoice H-0001 may become void, .* waits for approval: load the payment when/m,
  );
  assert.deepEqual(await ledger.paidOf('H-0001'), ['ISSUED', 0]);
  await set('H-0001', null);
  const completed = await ledger.load(await readRejectFile(result));
  assert.equal(completed.counts.loadedRows, 1, await readRejectFile(completed));
  assert.deepEqual(await ledger.paidOf('H-0001'), ['PAID', 1_000]);
});

test('a payment that was taken back by hand is refused with the time and the person when its file is loaded again', async () => {
  await ledger.bill('B-0001,Ada,10.00,EUR', 'B-0002,Ada,10.00,EUR');
  const content = 'invoiceNumber,amount,date\nB-0001,10.00,2026-03-02\nB-0002,10.00,2026-03-02\n';
  assert.equal((await ledger.load(content)).counts.loadedRows, 2);
  await ledger.admin`
    insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, reverses_payment_id, recorded_by,
      recorded_at)
    select uuidv7(), invoice_id, 'REVERSAL', -1000, 'OTHER', '2026-03-04', payments.id, 'olga', '2026-03-04T09:30:00Z'
    from billing.payments join billing.invoices on invoices.id = invoice_id where number = 'B-0001'`;
  const again = await ledger.load(content, { parameters: { again: '1' } });
  assert.deepEqual(
    [again.counts.loadedRows, again.counts.alreadyThereRows, again.counts.rejectedRows],
    [0, 1, 1],
  );
  assert.match(
    await readRejectFile(again),
    /^1,\d+,,PAYMENT_WAS_REVERSED,"?the payment of 10\.00 EUR of invoice B-0001 was recorded and taken back at 2026-03-04T09:30:00Z by olga:/m,
  );
  assert.deepEqual(await ledger.paidOf('B-0001'), ['ISSUED', 0]);
});

test('loads and writers of single payments of the same invoices wait for each other, and nothing is paid twice', async () => {
  const count = 200;
  const numbers = Array.from({ length: count }, (_, index) => `W-${String(index).padStart(4, '0')}`);
  await ledger.bill(...numbers.map((number) => `${number},Ada,10.00,EUR`));
  const rows = (order: readonly string[], reference: string) =>
    `invoiceNumber,amount,date,reference\n${order.map((number) => `${number},10.00,2026-03-02,${reference}`).join('\n')}\n`;
  const single = async () => {
    let refused = 0;
    for (const number of numbers.toReversed()) {
      await ledger.admin`
        insert into billing.payments (id, invoice_id, kind, amount_minor, method, paid_on, recorded_by, recorded_at)
        select uuidv7(), id, 'PAYMENT', 1000, 'CARD', '2026-03-02', 'test', now() from billing.invoices
        where number = ${number}`.catch(({ code }: { code: string }) => {
        assert.equal(code, '23514');
        refused += 1;
      });
    }
    return count - refused;
  };
  const [first, second, singles] = await Promise.all([
    ledger.load(rows(numbers, 'a'), { chunkRows: 40 }),
    ledger.load(rows(numbers.toReversed(), 'b'), { chunkRows: 60 }),
    single(),
  ]);
  assert.deepEqual([first.failure, second.failure], [undefined, undefined]);
  const taken = first.counts.loadedRows + second.counts.loadedRows + singles;
  assert.equal(taken, count);
  const [sums] = await ledger.admin`
    select count(*)::int as paid, sum(paid_minor)::int as minor from billing.invoices
    where number like 'W-%' and status = 'PAID'`;
  assert.deepEqual({ ...sums }, { paid: count, minor: count * 1_000 });
});
