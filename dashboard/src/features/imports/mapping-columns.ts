/** The sections of a mapping whose members are columns. */
export type MappingSection = 'invoice' | 'line' | 'payment';

/** A member of a mapping, and where its value comes from. */
export interface MappedField {
  readonly section: MappingSection;
  readonly name: string;
  /** The column that it comes from; null if no column alone says so, or if there is none. */
  readonly column: string | null;
  /** A value that is the same in every row. */
  readonly constant: string | null;
  /** Anything else, as JSON: a prefix, or one of several columns. */
  readonly rule: string | null;
}

const members: Readonly<Record<MappingSection, readonly string[]>> = {
  invoice: [
    'number',
    'customerName',
    'customerId',
    'currency',
    'issuedAt',
    'issueDate',
    'amount',
    'net',
    'tax',
    'total',
  ],
  line: [
    'description',
    'quantity',
    'unitPrice',
    'taxRate',
    'taxCategory',
    'taxExemptionReason',
    'sku',
    'unit',
  ],
  payment: [
    'invoiceNumber',
    'creditorReference',
    'endToEndId',
    'remittance',
    'amount',
    'currency',
    'paidOn',
    'reference',
    'method',
    'entryId',
    'customerId',
    'customerName',
  ],
};

type Json = Readonly<Record<string, unknown>>;

/** Lists what a mapping may take from columns, section by section; only sections that it has. */
export function listMappedFields(json: string, columns: readonly string[]): readonly MappedField[] {
  const mapping = parseObject(json);
  return (['invoice', 'line', 'payment'] as const).flatMap((section) => {
    const found = mapping[section];
    if (!isObject(found)) return [];
    return members[section].map((name) => ({ section, name, ...readSource(found[name], columns) }));
  });
}

/** Returns a mapping in which a member comes from another column, or from none. */
export function setMappedColumn(
  json: string,
  { section, name }: Pick<MappedField, 'section' | 'name'>,
  column: string | null,
): string {
  const mapping = parseObject(json);
  const { [name]: _before, ...rest } = (isObject(mapping[section]) ? mapping[section] : {}) as Json;
  const changed = column === null ? rest : { ...rest, [name]: column };
  return JSON.stringify({ ...mapping, [section]: changed }, undefined, 2);
}

/** True if a mapping leaves some rows out. */
export function leavesRowsOut(json: string): boolean {
  return isObject(parseObject(json)['leaveOut']);
}

/** True if several rows of a file may be one invoice. */
export function groupsRows(json: string): boolean {
  return isObject(parseObject(json)['grouping']);
}

function readSource(
  source: unknown,
  columns: readonly string[],
): Pick<MappedField, 'column' | 'constant' | 'rule'> {
  const nothing = { column: null, constant: null, rule: null };
  if (source === undefined) return nothing;
  if (typeof source === 'string') return { ...nothing, column: source };
  if (isObject(source) && typeof source['constant'] === 'string') {
    return { ...nothing, constant: source['constant'] };
  }
  if (isObject(source) && source['optional'] === true) return readOptional(source['column'], columns);
  if (Array.isArray(source)) return { ...nothing, column: findColumn(source, columns) };
  return { ...nothing, rule: JSON.stringify(source) };
}

/** A column that may be missing in the file. */
function readOptional(
  column: unknown,
  columns: readonly string[],
): Pick<MappedField, 'column' | 'constant' | 'rule'> {
  return { column: findColumn([column].flat(), columns), constant: null, rule: null };
}

function findColumn(names: readonly unknown[], columns: readonly string[]): string | null {
  return columns.find((column) => names.includes(column)) ?? null;
}

function parseObject(json: string): Json {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
