/** All rows of one invoice number, in the order of the file; a row has the columns of the data set. */
export type Document = readonly (readonly string[])[];

interface Kind {
  /** The number to take. */
  readonly count: number;
  /** Longer ones are left out: short documents show as much and load faster. */
  readonly maxRows: number;
  readonly isOfKind: (document: Document) => boolean;
}

const column = { invoice: 0, stock: 1, description: 2, quantity: 3, price: 5, customer: 6, country: 7 };
const columnCount = 8;

const get = (row: readonly string[], name: keyof typeof column): string => row[column[name]] ?? '';
const isCreditNote = ([row = []]: Document) => get(row, 'invoice').startsWith('C');
const hasCustomer = (document: Document) => document.every((row) => get(row, 'customer') !== '');
const isAtHome = ([row = []]: Document) => get(row, 'country') === 'United Kingdom';
const isNegative = (document: Document) => document.some((row) => get(row, 'quantity').startsWith('-'));
const hasNoGoods = (document: Document) => document.some((row) => !/^(\d{5}|DCGS)/.test(get(row, 'stock')));
const isSale = (document: Document) => !isCreditNote(document) && hasCustomer(document);

/** The kinds of documents that the sample must show, with their numbers. A document is taken once, by the first kind that matches. */
const kinds: readonly Kind[] = [
  { count: 5, maxRows: 1, isOfKind: (d) => d.some((row) => row.length < columnCount) },
  { count: 3, maxRows: 40, isOfKind: (d) => isSale(d) && d.some((row) => Number(get(row, 'price')) === 0) },
  { count: 6, maxRows: 12, isOfKind: (d) => isCreditNote(d) && hasNoGoods(d) },
  { count: 22, maxRows: 6, isOfKind: isCreditNote },
  { count: 6, maxRows: 5, isOfKind: (d) => !isCreditNote(d) && isNegative(d) },
  { count: 6, maxRows: 5, isOfKind: (d) => d.some((row) => get(row, 'description') === '') },
  { count: 4, maxRows: 5, isOfKind: (d) => !isCreditNote(d) && !hasCustomer(d) && hasNoGoods(d) },
  { count: 10, maxRows: 10, isOfKind: (d) => !isCreditNote(d) && !hasCustomer(d) },
  { count: 12, maxRows: 12, isOfKind: (d) => isSale(d) && isAtHome(d) && hasNoGoods(d) },
  { count: 20, maxRows: 12, isOfKind: (d) => isSale(d) && !isAtHome(d) },
  { count: 100, maxRows: 12, isOfKind: (d) => isSale(d) && isAtHome(d) },
];

/** For a country: the longest document that may stand for it. */
const maxRowsOfCountry = 40;

/**
 * Chooses documents of every kind, spread evenly over the file, and the shortest sale to each country. Given the same
 * documents it chooses the same.
 *
 * @returns the chosen ones in the order of the file.
 */
export function chooseDocuments(documents: readonly Document[]): Document[] {
  const chosen = new Set<Document>(findOneOfEachCountry(documents));
  for (const { count, maxRows, isOfKind } of kinds) {
    const candidates = documents.filter((d) => !chosen.has(d) && d.length <= maxRows && isOfKind(d));
    for (const document of takeEvenly(candidates, count)) chosen.add(document);
  }
  return documents.filter((document) => chosen.has(document));
}

function findOneOfEachCountry(documents: readonly Document[]): Document[] {
  const sales = documents.filter((d) => isSale(d) && !isAtHome(d) && d.length <= maxRowsOfCountry);
  const byCountry = Map.groupBy(sales, ([row = []]) => get(row, 'country'));
  return [...byCountry.values()].flatMap((ofCountry) =>
    ofCountry.toSorted((one, other) => one.length - other.length).slice(0, 1),
  );
}

function takeEvenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from(
    { length: count },
    (_, index) => items[Math.floor((index * items.length) / count)],
  ).filter((item) => item !== undefined);
}
