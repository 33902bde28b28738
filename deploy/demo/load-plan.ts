import { z } from 'zod';
import type { ApiClient } from './api-client.ts';
import { listDocuments, type Mutation, mutateAll, type Outcome } from './mutate-all.ts';
import {
  homeTaxRate,
  type Plan,
  type PlannedCustomer,
  type PlannedInvoice,
  type PlannedProduct,
} from './plan.ts';
import type { Refusal } from './refusal.ts';

/** The result of a load. Its rows and refusals add up to the rows of the file. */
export interface LoadReport {
  readonly rowCount: number;
  readonly customerCount: number;
  readonly productCount: number;
  readonly invoiceCount: number;
  readonly lineCount: number;
  readonly refusals: readonly Refusal[];
}

const identified = z.object({ id: z.string() });
const invoice = z.object({ id: z.string(), status: z.string(), version: z.int() });
type Identified = z.output<typeof identified>;
type Draft = z.output<typeof invoice>;

const concurrency = 4;
const currency = 'GBP';

/**
 * Brings a plan into a system through its public API. Every call carries an idempotency key made of the file's own
 * numbers, so that a load that was interrupted is finished by doing it again.
 *
 * @throws {ApiError} when the API cannot be reached or refuses more than single items.
 */
export async function loadPlan(api: ApiClient, plan: Plan): Promise<LoadReport> {
  const [products, customers] = await Promise.all([
    mutateAll(api, createProduct, plan.products, { concurrency }),
    mutateAll(api, createCustomer, plan.customers, { concurrency }),
  ]);
  const ids = {
    products: toIds(products, (product) => product.sku),
    customers: toIds(customers, (customer) => customer.externalReference),
  };
  const refused = new Map<PlannedInvoice, string>();
  const possible = plan.invoices.filter((planned) => {
    const problem = findMissing(planned, ids, [...products, ...customers]);
    if (problem !== undefined) refused.set(planned, problem);
    return problem === undefined;
  });
  const drafts = await mutateAll(api, createInvoiceWith(ids), possible, { concurrency });
  // One after the other: numbers follow days, and within a day the order of the file.
  const issued = await mutateAll(api, issueInvoice, drafts.filter(isOpenDraft), { concurrency: 1 });
  for (const outcome of drafts) if ('problem' in outcome) refused.set(outcome.item, outcome.problem);
  for (const outcome of issued) if ('problem' in outcome) refused.set(outcome.item.item, outcome.problem);
  const loaded = plan.invoices.filter((planned) => !refused.has(planned));
  return {
    rowCount: plan.rowCount,
    customerCount: ids.customers.size,
    productCount: ids.products.size,
    invoiceCount: loaded.length,
    lineCount: loaded.flatMap((planned) => planned.lines).length,
    refusals: [...plan.refusals, ...[...refused].flatMap(toRefusals)],
  };
}

const createProduct: Mutation<PlannedProduct, Identified> = {
  name: 'createProduct',
  inputType: 'CreateProductInput',
  field: 'product',
  selection: '{ id }',
  node: identified,
  toInput: ({ sku, name, unitPrice }) => ({
    sku,
    name,
    unitPrice: { amount: unitPrice, currency },
    taxRate: homeTaxRate,
    idempotencyKey: `demo-product-${sku}`,
  }),
};

const createCustomer: Mutation<PlannedCustomer, Identified> = {
  name: 'createCustomer',
  inputType: 'CreateCustomerInput',
  field: 'customer',
  selection: '{ id }',
  node: identified,
  toInput: ({ externalReference, countryCode }) => ({
    displayName: `Customer ${externalReference}`,
    // Made up, below a name that can never exist (RFC 2606), so that the rule on e-mail has something to hide.
    email: `customer-${externalReference}@customers.example`,
    ...(countryCode === undefined
      ? {}
      : { address: { line1: 'Address unknown', city: 'City unknown', countryCode } }),
    externalReference,
    idempotencyKey: `demo-customer-${externalReference}`,
  }),
};

/** The documents by which a plan is loaded. */
export function listLoadDocuments(): string[] {
  const noIds: Ids = { products: new Map(), customers: new Map() };
  const mutations = [createProduct, createCustomer, createInvoiceWith(noIds), issueInvoice];
  return mutations.flatMap(listDocuments);
}

interface Ids {
  readonly products: ReadonlyMap<string, string>;
  readonly customers: ReadonlyMap<string, string>;
}

function createInvoiceWith(ids: Ids): Mutation<PlannedInvoice, Draft> {
  return {
    name: 'createInvoice',
    inputType: 'CreateInvoiceInput',
    field: 'invoice',
    selection: '{ id status version }',
    node: invoice,
    toInput: (planned) => ({
      customerId: ids.customers.get(planned.customerReference),
      currency,
      dueDate: planned.dueDate,
      externalReference: planned.externalReference,
      idempotencyKey: `demo-invoice-${planned.externalReference}`,
      lines: planned.lines.map(({ sku, description, quantity, unitPrice, taxRate }) => ({
        ...(sku === undefined ? {} : { productId: ids.products.get(sku) }),
        description,
        quantity,
        unitPrice,
        taxRate,
      })),
    }),
  };
}

interface MadeDraft {
  readonly item: PlannedInvoice;
  readonly node: Draft;
}

const issueInvoice: Mutation<MadeDraft, Identified> = {
  name: 'issueInvoice',
  inputType: 'IssueInvoiceInput',
  field: 'invoice',
  selection: '{ id }',
  node: identified,
  toInput: ({ item, node }) => ({
    id: node.id,
    expectedVersion: node.version,
    issueDate: item.issueDate,
    idempotencyKey: `demo-issue-${item.externalReference}`,
  }),
};

/** On a repeated load an invoice that was issued the first time comes back as issued. */
function isOpenDraft(outcome: Outcome<PlannedInvoice, Draft>): outcome is MadeDraft {
  return 'node' in outcome && outcome.node.status === 'DRAFT';
}

function toIds<Item>(
  outcomes: readonly Outcome<Item, Identified>[],
  toKey: (item: Item) => string,
): Map<string, string> {
  return new Map(outcomes.flatMap((made) => ('node' in made ? [[toKey(made.item), made.node.id]] : [])));
}

function findMissing(
  planned: PlannedInvoice,
  ids: Ids,
  outcomes: readonly Outcome<PlannedProduct | PlannedCustomer, unknown>[],
): string | undefined {
  const skus = planned.lines.flatMap((line) => line.sku ?? []);
  const sku = skus.find((wanted) => !ids.products.has(wanted));
  const hasCustomer = ids.customers.has(planned.customerReference);
  if (sku === undefined && hasCustomer) return undefined;
  const cause = outcomes.find(({ item }) =>
    'sku' in item ? item.sku === sku : !hasCustomer && item.externalReference === planned.customerReference,
  );
  return cause !== undefined && 'problem' in cause ? cause.problem : 'its customer or product was refused';
}

function toRefusals([planned, message]: [PlannedInvoice, string]): Refusal[] {
  return planned.lines.map(({ rowNumber }) => ({
    rowNumber,
    invoiceNumber: planned.externalReference,
    column: 'InvoiceNo',
    code: 'REFUSED_BY_API',
    message,
  }));
}
