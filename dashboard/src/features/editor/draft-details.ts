import type {
  EditorDraftFragment,
  InvoiceDeliveryInput,
  PreviewInvoiceInput,
} from '../../generated/graphql.ts';
import { formatDayText } from '../../ui/day-reading.ts';
import type { Days } from '../../ui/use-days.ts';

/** The fields of references, kind of operation and delivery, by their paths in the API's input. */
export const detailFields = [
  'purchaseOrder',
  'buyerReference',
  'contract',
  'operationKind',
  'delivery.date',
  'delivery.period.start',
  'delivery.period.end',
  'delivery.recipientName',
  'delivery.address.line1',
  'delivery.address.line2',
  'delivery.address.postalCode',
  'delivery.address.city',
  'delivery.address.countryCode',
] as const;
export type DetailText = (typeof detailFields)[number];

/** The details as they are written; empty texts where there is nothing. */
export type DetailValues = Readonly<Record<DetailText, string>>;

export const noDetails: DetailValues = {
  purchaseOrder: '',
  buyerReference: '',
  contract: '',
  operationKind: '',
  'delivery.date': '',
  'delivery.period.start': '',
  'delivery.period.end': '',
  'delivery.recipientName': '',
  'delivery.address.line1': '',
  'delivery.address.line2': '',
  'delivery.address.postalCode': '',
  'delivery.address.city': '',
  'delivery.address.countryCode': '',
};

/** The days among them. */
export const detailDays = ['delivery.date', 'delivery.period.start', 'delivery.period.end'] as const;

export const operationKinds = ['GOODS', 'SERVICES', 'MIXED'] as const;

type DetailsInput = Pick<
  PreviewInvoiceInput,
  'purchaseOrder' | 'buyerReference' | 'contract' | 'operationKind' | 'delivery'
>;

/** Brings the written details into the API's form; a period without both of its days is left out. */
export function toDetailsInput(values: DetailValues, days: Days): DetailsInput {
  return {
    purchaseOrder: toText(values.purchaseOrder),
    buyerReference: toText(values.buyerReference),
    contract: toText(values.contract),
    operationKind: operationKinds.find((kind) => kind === values.operationKind) ?? null,
    delivery: toDelivery(values, days),
  };
}

function toDelivery(values: DetailValues, days: Days): InvoiceDeliveryInput | null {
  const start = days.toDay(values['delivery.period.start']);
  const end = days.toDay(values['delivery.period.end']);
  const parts = {
    line1: values['delivery.address.line1'],
    line2: toText(values['delivery.address.line2']),
    postalCode: toText(values['delivery.address.postalCode']),
    city: values['delivery.address.city'],
    countryCode: values['delivery.address.countryCode'],
  };
  const hasAddress = Object.values(parts).some((part) => part !== null && part.trim() !== '');
  const delivery = {
    recipientName: toText(values['delivery.recipientName']),
    address: hasAddress ? parts : null,
    date: days.toDay(values['delivery.date']) ?? null,
    period: start !== undefined && end !== undefined ? { start, end } : null,
  };
  return Object.values(delivery).every((part) => part === null) ? null : delivery;
}

/** Writes the details of a draft of the API in the way of a language. */
export function toDetailValues(draft: EditorDraftFragment, locale: string): DetailValues {
  const { delivery } = draft;
  const toDayText = (day: string | null | undefined) => (day ? formatDayText(day, locale) : '');
  return {
    purchaseOrder: draft.purchaseOrder ?? '',
    buyerReference: draft.buyerReference ?? '',
    contract: draft.contract ?? '',
    operationKind: draft.operationKind ?? '',
    'delivery.date': toDayText(delivery?.date),
    'delivery.period.start': toDayText(delivery?.period?.start),
    'delivery.period.end': toDayText(delivery?.period?.end),
    'delivery.recipientName': delivery?.recipientName ?? '',
    'delivery.address.line1': delivery?.address?.line1 ?? '',
    'delivery.address.line2': delivery?.address?.line2 ?? '',
    'delivery.address.postalCode': delivery?.address?.postalCode ?? '',
    'delivery.address.city': delivery?.address?.city ?? '',
    'delivery.address.countryCode': delivery?.address?.countryCode ?? '',
  };
}

function toText(text: string): string | null {
  return text.trim() === '' ? null : text;
}
