import type { InvoiceDocumentFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatDay } from '../../ui/date-text.tsx';
import { useCountries } from '../../ui/use-countries.ts';

export interface InvoiceDetailsTextProps {
  readonly invoice: InvoiceDocumentFragment;
}

/** The references of a document, its kind of operation and the days of its delivery, a line each. */
export function InvoiceReferences({ invoice }: InvoiceDetailsTextProps) {
  const { editor, ui } = useMessages();
  const locale = useLocale();
  const { operationKind, delivery } = invoice;
  const day = (value: string | null | undefined) => (value ? formatDay(value, locale) : null);
  const entries = [
    [editor.fields.operationKind, operationKind && editor.operations[operationKind]],
    [editor.fields['delivery.date'], day(delivery?.date)],
    [editor.fields['delivery.period.start'], day(delivery?.period?.start)],
    [editor.fields['delivery.period.end'], day(delivery?.period?.end)],
    [editor.fields.purchaseOrder, invoice.purchaseOrder],
    [editor.fields.buyerReference, invoice.buyerReference],
    [editor.fields.contract, invoice.contract],
  ] as const;
  return entries.map(([label, value]) => value && <p key={label}>{ui.labelled(label, value)}</p>);
}

/** The place of delivery, if the document names one. */
export function DeliveryPlace({ invoice: { delivery } }: InvoiceDetailsTextProps) {
  const { invoices: messages } = useMessages();
  const countries = useCountries();
  const { recipientName = null, address = null } = delivery ?? {};
  if (recipientName === null && address === null) return null;
  const town = address && [address.postalCode, address.city].filter(Boolean).join(' ');
  const lines = {
    recipientName,
    line1: address?.line1,
    line2: address?.line2,
    town,
    country: address && countries.toName(address.countryCode),
  };
  return (
    <section>
      <h2>{messages.document.deliveredTo}</h2>
      {Object.entries(lines).map(([name, text]) => text && <p key={name}>{text}</p>)}
    </section>
  );
}
