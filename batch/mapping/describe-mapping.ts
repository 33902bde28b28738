import type { InvoiceMapping } from './invoice-mapping.ts';
import { isPaymentMapping, type Mapping, toFileFormat } from './mapping.ts';
import type { PaymentMapping } from './payment-mapping.ts';
import type { OptionalSource } from './source.ts';

/** Describes a mapping in lines for people. */
export function describeMapping(mapping: Mapping): string[] {
  const { name, description, file, numbers, dates } = mapping;
  const separator = file.separator === '\t' ? 'TAB' : file.separator;
  const columns = file.columns === undefined ? 'with a header' : 'without a header';
  const thousands = numbers.thousands.map((one) => JSON.stringify(one)).join(' or ');
  return [
    description === undefined ? name : `${name}: ${description}`,
    describeForm(mapping) ?? `  file: ${file.encoding}, separator ${separator}, ${columns}`,
    `  numbers: decimal ${numbers.decimal}${thousands === '' ? '' : `, thousands ${thousands}`}`,
    `  times: ${dates.forms.join(' or ')}${dates.timeZone === undefined ? '' : ` in ${dates.timeZone}`}`,
    ...(isPaymentMapping(mapping) ? describePayments(mapping) : describeInvoices(mapping)),
    ...(mapping.doubts ?? []).map((doubt) => `  doubt: ${doubt}`),
  ];
}

/** Undefined for CSV. */
function describeForm(mapping: Mapping): string | undefined {
  const format = toFileFormat(mapping);
  if (format === 'csv') return undefined;
  return format === 'en16931'
    ? '  file: CII, UBL, or PDF with one of them in it, by EN 16931'
    : `  file: XML, ISO 20022 ${format}`;
}

function describeInvoices(mapping: InvoiceMapping): string[] {
  const { invoice, line } = mapping;
  return [
    ...describeSources('invoice', invoice),
    ...(line === undefined ? [] : describeSources('line', line)),
    ...describeRules(mapping).map((rule) => `  ${rule}`),
  ];
}

function describePayments({ payment, methods, direction }: PaymentMapping): string[] {
  const marks = (texts: readonly string[]) => texts.map((text) => JSON.stringify(text)).join(' or ');
  const described = [...describeSources('payment', payment), '  each row is a payment of an invoice'];
  for (const [written, method] of Object.entries(methods)) {
    described.push(`  method ${JSON.stringify(written)} is ${method}`);
  }
  if (direction === undefined) return described;
  const column = describeSource(direction.column);
  described.push(`  payments: rows with ${marks(direction.credits)} in ${column}`);
  const { leftOut, reversals, name } = direction;
  if (leftOut !== undefined) described.push(`  left out: ${name} rows, with ${marks(leftOut)} in ${column}`);
  if (reversals !== undefined)
    described.push(`  reversals, rejected: rows with ${marks(reversals)} in ${column}`);
  return described;
}

function describeSources(
  what: string,
  sources: Readonly<Record<string, OptionalSource | undefined>>,
): string[] {
  return Object.entries(sources).flatMap(([field, source]) =>
    source === undefined ? [] : [`  ${what}.${field} = ${describeSource(source)}`],
  );
}

function describeSource(source: OptionalSource): string {
  if (typeof source === 'string') return `column ${JSON.stringify(source)}`;
  if ('constant' in source) return `always ${JSON.stringify(source.constant)}`;
  if ('optional' in source) return `${describeSource(source.column)}, where there is one`;
  if ('column' in source) return `${JSON.stringify(source.prefix)} and ${describeSource(source.column)}`;
  return `column ${source.map((name) => JSON.stringify(name)).join(' or ')}`;
}

function describeRules({ grouping, creditNote, noGoods, leaveOut, ...rules }: InvoiceMapping): string[] {
  const described = [
    grouping === 'none'
      ? 'each row is an invoice'
      : 'rows that follow each other with one number are one invoice',
  ];
  if (creditNote === 'negativeAmount') described.push('negative amounts are credit notes');
  else if (creditNote !== 'none' && 'column' in creditNote) {
    const values = creditNote.values.map((value) => JSON.stringify(value)).join(' or ');
    described.push(`rows with ${values} in ${describeSource(creditNote.column)} are credit notes`);
  } else if (creditNote !== 'none') {
    described.push(`numbers that begin with ${JSON.stringify(creditNote.numberPrefix)} are credit notes`);
  }
  if (leaveOut !== undefined) {
    const values = leaveOut.values.map((value) => JSON.stringify(value)).join(' or ');
    described.push(
      `left out, unless --all-rows: ${leaveOut.name} rows, with ${values} in ${describeSource(leaveOut.column)}`,
    );
  }
  const { missingCustomer, missingDescription, zeroPrice } = rules;
  const customer =
    missingCustomer === 'reject' ? 'rejected' : `kept as ${JSON.stringify(missingCustomer.keepAs)}`;
  described.push(`a customer that is missing: ${customer}`);
  if (rules.line === undefined) return described;
  const description = missingDescription === 'reject' ? 'rejected' : JSON.stringify(missingDescription.use);
  described.push(
    `a description that is missing: ${description}`,
    `a price of zero: ${zeroPrice === 'keep' ? 'kept' : 'rejected'}`,
  );
  if (noGoods !== undefined) {
    described.push(`no goods, ${noGoods.rows === 'keep' ? 'kept' : 'rejected'}: ${noGoods.codes.join(', ')}`);
  }
  return described;
}
