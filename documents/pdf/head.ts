import type { BuyerParty, SellerParty } from '../model/party.ts';
import type { TextStyle } from './canvas.ts';
import { contentWidth, type Flow, left, styles } from './flow.ts';

const gap = 12;
const logoHeight = 44;
const logoWidth = 150;

/** Draws the title with the seller's mark, the document's numbers and days, its parties, and what is to be paid until when. */
export function drawHead(flow: Flow, logo: Uint8Array | undefined): void {
  drawTitle(flow, logo);
  drawNumbers(flow);
  drawParties(flow);
  drawLead(flow);
}

function drawTitle(flow: Flow, logo: Uint8Array | undefined): void {
  const { canvas, invoice } = flow;
  const half = contentWidth / 2;
  const end = canvas.drawText(
    flow.kindName,
    { x: left, y: flow.y, width: half },
    { ...styles.title, color: flow.accent },
  );
  const right = { x: left + half, y: flow.y, width: half, align: 'right' } as const;
  let mark = flow.y + logoHeight;
  if (logo === undefined)
    mark = canvas.drawText(
      invoice.seller.tradingName ?? invoice.seller.name,
      { ...right, y: flow.y + 7 },
      {
        size: 13,
        weight: 'bold',
        color: '#667085',
      },
    );
  else
    canvas.document.image(Buffer.from(logo), left + contentWidth - logoWidth, flow.y, {
      fit: [logoWidth, logoHeight],
      align: 'right',
    });
  flow.y = Math.max(end, mark) + 10;
}

/** Draws a label and its value beside it. */
function drawNumbers(flow: Flow): void {
  const { canvas } = flow;
  const labelWidth = 105;
  for (const [label, value] of listNumbers(flow)) {
    const box = { x: left, y: flow.y, width: labelWidth };
    const labelEnd = canvas.drawText(label, box, { ...styles.text, color: styles.label.color });
    const style = label === flow.words.number ? styles.strong : styles.text;
    const valueBox = { ...box, x: left + labelWidth, width: contentWidth - labelWidth };
    flow.y = Math.max(labelEnd, canvas.drawText(value, valueBox, style));
  }
  flow.y += gap;
}

function listNumbers({ invoice, words, format }: Flow): [string, string][] {
  const { references = {}, delivery } = invoice;
  const start = delivery?.period?.start;
  const end = delivery?.period?.end;
  const period =
    start !== undefined && end !== undefined ? words.period(format.day(start), format.day(end)) : undefined;
  const corrected = references.precedingInvoices?.map(({ number, issueDate }) =>
    issueDate === undefined ? number : `${number} (${format.day(issueDate)})`,
  );
  const entries: [string, string | undefined][] = [
    [words.number, invoice.number],
    [words.issueDate, format.day(invoice.issueDate)],
    [words.dueDate, invoice.dueDate && format.day(invoice.dueDate)],
    [words.operation, words.operations[invoice.businessProcess?.charAt(0) ?? '']],
    [words.deliveryDate, delivery?.date === undefined ? period : format.day(delivery.date)],
    [words.correctedInvoice, corrected?.join(', ')],
    [words.purchaseOrder, references.purchaseOrder],
    [words.buyerReference, references.buyerReference],
    [words.contract, references.contract],
    [words.project, references.project],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
}

interface PartyColumn {
  readonly title: string;
  readonly lines: readonly { readonly text: string; readonly style: TextStyle }[];
}

function drawParties(flow: Flow): void {
  const { canvas, invoice, words } = flow;
  const { delivery } = invoice;
  const columns: PartyColumn[] = [
    { title: words.seller, lines: toSellerLines(flow, invoice.seller) },
    { title: words.buyer, lines: toPartyLines(flow, invoice.buyer) },
  ];
  if (delivery?.address !== undefined) {
    const name = delivery.recipientName;
    columns.push({
      title: words.deliveredTo,
      lines: [
        ...(name === undefined ? [] : [{ text: name, style: styles.strong }]),
        ...toAddressLines(flow, delivery.address).map((text) => ({ text, style: styles.text })),
      ],
    });
  }
  const columnGap = 16;
  const width = (contentWidth - columnGap * (columns.length - 1)) / columns.length;
  const ends = columns.map(({ title, lines }, index) => {
    const box = { x: left + index * (width + columnGap), width };
    let y = canvas.drawText(title, { ...box, y: flow.y }, styles.label) + 2;
    for (const { text, style } of lines) y = canvas.drawText(text, { ...box, y }, style);
    return y;
  });
  flow.y = Math.max(...ends) + gap;
}

function toSellerLines(flow: Flow, seller: SellerParty): PartyColumn['lines'] {
  const { contact } = seller;
  const contacts = [contact?.name, contact?.phone, contact?.email].filter((text) => text !== undefined);
  return [...toPartyLines(flow, seller), ...contacts.map((text) => ({ text, style: styles.small }))];
}

function toPartyLines(flow: Flow, party: SellerParty | BuyerParty): PartyColumn['lines'] {
  const siret = 'identifiers' in party ? party.identifiers : 'identifier' in party ? [party.identifier] : [];
  const registers = [party.legalId, ...(siret ?? [])].flatMap((known) => {
    const name = known?.scheme === undefined ? undefined : registerNames[known.scheme];
    return known === undefined || name === undefined ? [] : [`${name} ${known.id}`];
  });
  const vat = party.vatId === undefined ? [] : [`${flow.words.vatId} ${party.vatId}`];
  return [
    { text: party.name, style: styles.strong },
    ...toAddressLines(flow, party.address).map((text) => ({ text, style: styles.text })),
    ...[...registers, ...vat].map((text) => ({ text, style: styles.small })),
  ];
}

/** Registers by their ISO 6523 codes. */
const registerNames: Readonly<Record<string, string>> = { '0002': 'SIREN', '0009': 'SIRET' };

function toAddressLines({ format }: Flow, address: SellerParty['address']): string[] {
  const town = [address.postCode, address.city].filter((part) => part !== undefined).join(' ');
  const lines = [address.line1, address.line2, address.line3, town, address.subdivision];
  return [...lines, format.country(address.countryCode)].filter(
    (line): line is string => line !== undefined && line !== '',
  );
}

function drawLead(flow: Flow): void {
  const { canvas, invoice, words, format } = flow;
  const { totals, dueDate } = invoice;
  const amount = format.amount(flow.isCreditNote ? totals.grossMinor : totals.dueMinor);
  let text = words.due(amount);
  if (flow.isCreditNote) text = words.credited(amount);
  else if (dueDate !== undefined && totals.dueMinor > 0n) text = words.dueBy(amount, format.day(dueDate));
  flow.y =
    canvas.drawText(
      text,
      { x: left, y: flow.y, width: contentWidth },
      { ...styles.lead, color: flow.accent },
    ) +
    gap -
    4;
}
