import { Link } from '@tanstack/react-router';
import type {
  InvoiceByIdQuery,
  InvoiceDocumentFragment,
  InvoiceSellerDetailsFragment,
} from '../../generated/graphql.ts';
import { useLanguage, useLocale, useMessages } from '../../messages/language.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { formatDecimalText } from '../../ui/decimal-text.ts';
import { formatRate } from '../../ui/format-rate.ts';
import { formatMoney, type MoneyLike, MoneyText } from '../../ui/money-text.tsx';
import { DeliveryPlace, InvoiceReferences } from './invoice-details-text.tsx';
import styles from './invoices.module.css';

type Seller = InvoiceByIdQuery['seller'];
type Line = InvoiceDocumentFragment['lines'][number];
type TaxSubtotal = InvoiceDocumentFragment['taxSubtotals'][number];

export interface InvoiceDocumentViewProps {
  readonly invoice: InvoiceDocumentFragment;
  readonly seller: Seller;
}

/** Names a document: its kind and number, or that it is a draft. */
export function useDocumentName(): (invoice: Pick<InvoiceDocumentFragment, 'kind' | 'number'>) => string {
  const { invoices: messages } = useMessages();
  return ({ kind, number }) =>
    number === null ? messages.unnamed : messages.document.heading(messages.kinds[kind], number);
}

/** A document as it prints: who to whom, lines, VAT by rate, totals and what the law asks for. */
export function InvoiceDocumentView({ invoice, seller }: InvoiceDocumentViewProps) {
  const { invoices: messages } = useMessages();
  const { document: texts } = messages;
  const details = invoice.sellerSnapshot ?? (invoice.status === 'DRAFT' ? seller?.details : undefined);
  return (
    <article className={styles['document']} aria-label={useDocumentName()(invoice)}>
      {invoice.status === 'VOID' && <p className={styles['notice']}>{texts.voided}</p>}
      {invoice.status === 'DRAFT' && <p className={styles['notice']}>{texts.notIssued}</p>}
      <Parties invoice={invoice} details={details ?? undefined} />
      <Lines invoice={invoice} />
      <div className={styles['figures']}>
        <Taxes subtotals={invoice.taxSubtotals} />
        <Totals invoice={invoice} />
      </div>
      {invoice.note !== null && (
        <section>
          <h2>{texts.note}</h2>
          <p className={styles['note']}>{invoice.note}</p>
        </section>
      )}
      {details && <Legal details={details} />}
    </article>
  );
}

function Parties({
  invoice,
  details,
}: {
  readonly invoice: InvoiceDocumentFragment;
  readonly details: InvoiceSellerDetailsFragment | undefined;
}) {
  const { invoices: messages, ui } = useMessages();
  const { document: texts, fields } = messages;
  const locale = useLocale();
  const { customer, customerSnapshot } = invoice;
  return (
    <div className={styles['parties']}>
      <section>
        <h2>{texts.seller}</h2>
        {details === undefined ? (
          <p className={styles['quiet']}>{texts.noSeller}</p>
        ) : (
          <>
            <p>{[details.name, details.legalForm].filter(Boolean).join(' ')}</p>
            <Lined lines={details.addressLines} />
            {details.vatId !== null && <p>{details.vatId}</p>}
          </>
        )}
      </section>
      <section>
        <h2>{texts.customer}</h2>
        <p>
          {customer === null ? (
            customerSnapshot?.displayName
          ) : (
            <Link to="/customers/$id" params={{ id: customer.id }}>
              {customerSnapshot?.displayName ?? customer.displayName}
            </Link>
          )}
        </p>
        <Lined lines={customerSnapshot?.addressLines ?? []} />
        {customerSnapshot?.taxNumber && <p>{ui.labelled(texts.taxNumber, customerSnapshot.taxNumber)}</p>}
      </section>
      <DeliveryPlace invoice={invoice} />
      <section>
        <h2>{texts.details}</h2>
        {invoice.issueDate !== null && (
          <p>{ui.labelled(fields.issueDate, formatDay(invoice.issueDate, locale))}</p>
        )}
        {invoice.dueDate !== null && <p>{ui.labelled(fields.dueDate, formatDay(invoice.dueDate, locale))}</p>}
        {invoice.externalReference !== null && (
          <p>{ui.labelled(fields.reference, invoice.externalReference)}</p>
        )}
        <InvoiceReferences invoice={invoice} />
        {invoice.creditedInvoice && (
          <p>
            {texts.creditOf}{' '}
            <Link to="/invoices/$id" params={{ id: invoice.creditedInvoice.id }}>
              {invoice.creditedInvoice.number}
            </Link>
          </p>
        )}
      </section>
    </div>
  );
}

function Lined({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an address have no other identity
    <p key={index}>{line}</p>
  ));
}

function Lines({ invoice }: { readonly invoice: InvoiceDocumentFragment }) {
  const { invoices: messages } = useMessages();
  const { document: texts } = messages;
  const locale = useLocale();
  if (invoice.lines.length === 0)
    return <p className={styles['quiet']}>{invoice.status === 'DRAFT' ? texts.emptyDraft : texts.noLines}</p>;
  const columns: readonly Column<Line>[] = [
    { key: 'position', header: texts.position, cell: ({ position }) => String(position) },
    { key: 'description', header: texts.description, cell: (line) => <LineText line={line} /> },
    {
      key: 'quantity',
      header: texts.quantity,
      align: 'end',
      cell: ({ quantity, unit, creditedQuantity }) => (
        <>
          {formatDecimalText(quantity, locale)} {unit}
          {Number(creditedQuantity) !== 0 && (
            <span className={styles['lineExtra']}>
              {texts.credited(formatDecimalText(creditedQuantity, locale))}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'price',
      header: texts.unitPrice,
      align: 'end',
      cell: ({ unitPrice }) => <MoneyText money={unitPrice} />,
    },
    { key: 'rate', header: texts.rate, align: 'end', cell: ({ taxRate }) => formatRate(taxRate, locale) },
    { key: 'net', header: texts.net, align: 'end', cell: ({ netAmount }) => <MoneyText money={netAmount} /> },
  ];
  return (
    <section>
      <DataTable label={texts.lines} columns={columns} rows={invoice.lines} toKey={({ id }) => id} />
      {invoice.pricesIncludeTax && <p className={styles['quiet']}>{texts.priceWithTax}</p>}
    </section>
  );
}

function LineText({ line }: { readonly line: Line }) {
  const { invoices: messages } = useMessages();
  const { document: texts } = messages;
  return (
    <>
      <span className={styles['lineText']}>{line.description}</span>
      {line.sku !== null && <span className={styles['lineExtra']}>{line.sku}</span>}
      {line.allowances.map((one) => (
        <AdjustmentText key={`-${one.reason}`} label={texts.allowance} adjustment={one} />
      ))}
      {line.charges.map((one) => (
        <AdjustmentText key={`+${one.reason}`} label={texts.charge} adjustment={one} />
      ))}
      {line.taxExemptionReason !== null && (
        <span className={styles['lineExtra']}>{line.taxExemptionReason}</span>
      )}
    </>
  );
}

interface AdjustmentLike {
  readonly reason: string;
  readonly percent: string | null;
  readonly amount: MoneyLike;
}

function AdjustmentText({
  label,
  adjustment,
}: {
  readonly label: string;
  readonly adjustment: AdjustmentLike;
}) {
  const { ui } = useMessages();
  const locale = useLocale();
  const { reason, percent, amount } = adjustment;
  const size = [percent !== null && formatRate(percent, locale), formatMoney(amount, locale)].filter(Boolean);
  return <span className={styles['lineExtra']}>{ui.labelled(`${label} ${reason}`, size.join(', '))}</span>;
}

function Taxes({ subtotals }: { readonly subtotals: readonly TaxSubtotal[] }) {
  const { invoices: messages } = useMessages();
  const { document: texts } = messages;
  const locale = useLocale();
  if (subtotals.length === 0) return null;
  return (
    <section>
      <h2>{texts.taxes}</h2>
      <DataTable
        label={texts.taxes}
        rows={subtotals}
        toKey={({ taxCategory, taxRate }) => `${taxCategory} ${taxRate}`}
        columns={[
          {
            key: 'category',
            header: texts.category,
            cell: ({ taxCategory, taxExemptionReason }) => (
              <>
                {messages.taxCategories[taxCategory]}
                {taxExemptionReason !== null && (
                  <span className={styles['lineExtra']}>{taxExemptionReason}</span>
                )}
              </>
            ),
          },
          {
            key: 'rate',
            header: texts.percent,
            align: 'end',
            cell: ({ taxRate }) => formatRate(taxRate, locale),
          },
          {
            key: 'net',
            header: texts.taxable,
            align: 'end',
            cell: ({ netAmount }) => <MoneyText money={netAmount} />,
          },
          {
            key: 'tax',
            header: texts.tax,
            align: 'end',
            cell: ({ taxAmount }) => <MoneyText money={taxAmount} />,
          },
        ]}
      />
    </section>
  );
}

function Totals({ invoice }: { readonly invoice: InvoiceDocumentFragment }) {
  const { invoices: messages } = useMessages();
  const { document: texts } = messages;
  const hasAdjustments = invoice.allowances.length + invoice.charges.length > 0;
  const isNot = ({ amount }: MoneyLike) => !/[1-9]/.test(amount);
  const row = (label: string, money: MoneyLike, isStrong = false) => (
    <tr key={label} className={isStrong ? styles['strong'] : undefined}>
      <th scope="row">{label}</th>
      <td>
        <MoneyText money={money} />
      </td>
    </tr>
  );
  return (
    <table className={styles['totals']}>
      <tbody>
        {hasAdjustments && row(texts.lineTotal, invoice.lineTotal)}
        {invoice.allowances.map((one) => row(`${texts.allowance} ${one.reason}`, one.amount))}
        {invoice.charges.map((one) => row(`${texts.charge} ${one.reason}`, one.amount))}
        {row(texts.netTotal, invoice.netTotal)}
        {row(texts.taxTotal, invoice.taxTotal)}
        {row(texts.total, invoice.total, true)}
        {!isNot(invoice.paidTotal) && row(texts.paidTotal, invoice.paidTotal)}
        {!isNot(invoice.creditedTotal) && row(texts.creditedTotal, invoice.creditedTotal)}
        {!isNot(invoice.refundable) && row(texts.refundable, invoice.refundable)}
        {invoice.kind === 'INVOICE' &&
          invoice.status !== 'DRAFT' &&
          row(texts.balance, invoice.balance, true)}
      </tbody>
    </table>
  );
}

function Legal({ details }: { readonly details: InvoiceSellerDetailsFragment }) {
  const { invoices: messages, ui } = useMessages();
  const { document: texts } = messages;
  const locale = useLocale();
  const mentions = useLanguage().language === 'fr' ? details.frenchMentions : details.englishMentions;
  const { shareCapital } = details;
  const identity = [
    [details.name, details.legalForm].filter(Boolean).join(' '),
    shareCapital && texts.capital(formatMoney(shareCapital, locale)),
    details.register,
    details.siren && `SIREN ${details.siren}`,
    details.siret && `SIRET ${details.siret}`,
    details.vatId,
    details.email,
    details.phone,
  ];
  const bank = [details.iban && `IBAN ${details.iban}`, details.bic && `BIC ${details.bic}`].filter(Boolean);
  return (
    <footer className={styles['legal']}>
      {bank.length > 0 && <p>{ui.labelled(texts.bank, bank.join(', '))}</p>}
      {mentions.map((mention) => (
        <p key={mention}>{mention}</p>
      ))}
      <p>{identity.filter(Boolean).join(' · ')}</p>
    </footer>
  );
}
