import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { startTestDirectory, type TestDirectory } from '#kernel/testing/test-directory.ts';
import type { DownloadBounds } from '#platform/downloads/register-downloads.ts';
import { createLog } from '#platform/log/log.ts';
import {
  startTestSubgraph,
  type TestSubgraph,
  type TestSubgraphOptions,
} from '#platform/testing/test-subgraph.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { Surroundings } from '../context.ts';
import { createHttpCustomerDirectory } from '../directories/http-customer-directory.ts';
import { createHttpProductCatalog } from '../directories/http-product-catalog.ts';
import type { MailRecipients } from '../directories/mail-recipients.ts';
import type { DocumentFiles } from '../documents/document-files.ts';
import { DocumentFolder } from '../documents/document-folder.ts';
import { DocumentRenderer } from '../documents/document-renderer.ts';
import { type ApproverRole, parseApprovalLimits } from '../domain/approval.ts';
import { defaultNumberFormats } from '../domain/number-format.ts';
import type { MailPolicy } from '../mail/invoice-mail-fields.ts';
import type { StockService } from '../stock/stock-service.ts';
import type { SellerSettings } from '../store/seller-records.ts';
import { createBillingSubgraph } from '../subgraph.ts';
import { createTestPortal } from './test-portal.ts';

/** A customer of the test's customer service. */
interface DirectoryCustomer {
  status: 'ACTIVE' | 'ARCHIVED';
  displayName: string;
  taxNumber: string | null;
  siren: string | null;
  siret: string | null;
  electronicAddress: { scheme: string; id: string } | null;
  language: 'EN' | 'FR' | null;
  contactName: string | null;
  email: string | null;
  courtesyMails: boolean;
  address: Record<'line1' | 'line2' | 'postalCode' | 'city' | 'countryCode', string | null> | null;
}

/** A product of the test's product service. */
interface DirectoryProduct {
  status: 'ACTIVE' | 'ARCHIVED';
  sku: string;
  name: string;
  unit: string;
  unitPrice: { amount: string; currency: string };
  taxRate: string;
  taxCategory: string;
  taxExemptionReason: string | null;
  isStockTracked: boolean;
}

/** The billing subgraph on a real socket, with its own database, issuer and two other services. */
export interface TestBilling extends TestSubgraph {
  readonly customers: TestDirectory<DirectoryCustomer>;
  readonly products: TestDirectory<DirectoryProduct>;
  /** The folder of documents. */
  readonly documentsFolder: string;
  /** The parts that it was made of. */
  readonly surroundings: Surroundings;
  /** Sets the clock; it stands still until it is set again. */
  setNow(instant: string): void;
  /** Adds a customer to the customer service and gives its id. */
  addCustomer(changes?: Partial<DirectoryCustomer>): string;
  /** Adds a product to the product service and gives its id. */
  addProduct(changes?: Partial<DirectoryProduct>): string;
}

const customerSdl = `
  type Customer @key(fields: "id") {
    id: ID! status: String! displayName: String! taxNumber: String language: String address: Address
    siren: String siret: String electronicAddress: ElectronicAddress
  }
  type ElectronicAddress { scheme: String! id: String! }
  type Address { line1: String! line2: String postalCode: String city: String! countryCode: String! }`;

const productSdl = `
  type Product @key(fields: "id") {
    id: ID! status: String! sku: String! name: String! unit: String! unitPrice: UnitPrice! taxRate: String!
    taxCategory: String! taxExemptionReason: String
    isStockTracked: Boolean!
  }
  type UnitPrice { amount: String! currency: String! }`;

export interface TestBillingOptions
  extends Pick<TestSubgraphOptions, 'databaseUrl' | 'onStatement' | 'issuer'> {
  readonly directoryTimeoutMs?: number;
  /** Default: days of UTC, no closed period, no issue dates in the future. */
  readonly seller?: Partial<Seller>;
  /** Default: no data of the seller, and the usual forms of numbers. */
  readonly settings?: Partial<SellerSettings>;
  /** Default: the usual ones. */
  readonly exportBounds?: DownloadBounds;
  /** A folder that stays; by default a new one is made and removed. */
  readonly documentsFolder?: string;
  /** Default: that folder. */
  readonly documentFiles?: DocumentFiles;
  /** Default: false. */
  readonly hasPlatform?: boolean;
  /** Default: one of the tests. */
  readonly portalKeys?: readonly [string, ...string[]];
  /** Default: no mail is sent unless somebody asks for it. */
  readonly mailPolicy?: Partial<MailPolicy>;
  /** Default: nothing waits for approval. */
  readonly approvals?: { readonly limits: string; readonly approverRole?: ApproverRole };
}

/** Starts it; the clock stands at noon of 1 March 2026. */
export async function startTestBilling(options: TestBillingOptions = {}): Promise<TestBilling> {
  const customers = await startTestDirectory<DirectoryCustomer>('Customer', customerSdl);
  const products = await startTestDirectory<DirectoryProduct>('Product', productSdl);
  const { directoryTimeoutMs: timeoutMs = 15_000, seller, settings, ...ofSubgraph } = options;
  const customerClient = new SubgraphClient({ url: customers.url, name: 'customer service', timeoutMs });
  const productClient = new SubgraphClient({ url: products.url, name: 'product service', timeoutMs });
  const documentsFolder = options.documentsFolder ?? (await mkdtemp(join(tmpdir(), 'documents-')));
  const renderer = new DocumentRenderer();
  let now = new Date('2026-03-01T12:00:00Z');
  const surroundings: Surroundings = {
    customers: createHttpCustomerDirectory(customerClient),
    products: createHttpProductCatalog(productClient),
    stock: noStock,
    stockLeaseMs: 20_000,
    clock: () => now,
    seller: { timeZone: 'UTC', earliestIssueDate: '1900-01-01', issueDaysAhead: 0, ...seller },
    sellerLanguage: 'EN',
    mailPolicy: { onIssue: 'NONE', onPayment: 'NONE', plan: [], ...options.mailPolicy },
    recipients: toTestRecipients(customers),
    sellerDetails: null,
    numberFormats: defaultNumberFormats,
    ...settings,
    documents: {
      files: options.documentFiles ?? (await DocumentFolder.open(documentsFolder)),
      renderer,
      making: new Map(),
    },
    hasPlatform: options.hasPlatform ?? false,
    portal: createTestPortal(options.portalKeys),
    approvals: {
      limits: parseApprovalLimits(options.approvals?.limits ?? '') ?? new Map(),
      approverRole: options.approvals?.approverRole ?? 'BILLING_MANAGER',
    },
    log: createLog({ name: 'test', level: 'silent' }),
  };
  const subgraph = await startTestSubgraph(createBillingSubgraph(surroundings, options.exportBounds), {
    makesTemporaryTables: true,
    ...ofSubgraph,
  });
  return {
    ...subgraph,
    customers,
    products,
    documentsFolder,
    surroundings,
    setNow: (instant) => {
      now = new Date(instant);
    },
    addCustomer: (changes) => {
      const id = uuid();
      customers.entities.set(id, { ...usualCustomer, ...changes });
      return id;
    },
    addProduct: (changes) => {
      const id = uuid();
      products.entities.set(id, { ...usualProduct, ...changes });
      return id;
    },
    close: async () => {
      await subgraph.close();
      await renderer.close();
      if (options.documentsFolder === undefined) await rm(documentsFolder, { recursive: true });
      await Promise.all([customerClient.close(), productClient.close(), customers.close(), products.close()]);
    },
  };
}

/** Finds recipients among the customers of the test's customer service; the tests of mails across processes have the real one. */
function toTestRecipients({ entities }: TestDirectory<DirectoryCustomer>): MailRecipients {
  return { findRecipient: (id) => Promise.resolve(entities.get(id)) };
}

/** The products of these tests have no stock; the tests of the stock of invoices have the real service. */
const noStock: StockService = {
  prepare: () => Promise.reject(new Error('no product of the test has a stock')),
  reserve: () => Promise.reject(new Error('no product of the test has a stock')),
  release: () => Promise.reject(new Error('no product of the test has a stock')),
};

/** A customer with all that an invoice needs. */
export const usualCustomer: DirectoryCustomer = {
  status: 'ACTIVE',
  displayName: 'Boulangerie Martin',
  taxNumber: 'FR40303265045',
  siren: null,
  siret: null,
  electronicAddress: null,
  language: null,
  contactName: null,
  email: null,
  courtesyMails: true,
  address: {
    line1: '12 rue des Lilas',
    line2: null,
    postalCode: '69003',
    city: 'Lyon',
    countryCode: 'FR',
  },
};

const usualProduct: DirectoryProduct = {
  status: 'ACTIVE',
  sku: 'FLOUR-T55',
  name: 'Wheat flour T55',
  unit: 'kg',
  unitPrice: { amount: '1.15', currency: 'EUR' },
  taxRate: '5.50',
  taxCategory: 'STANDARD',
  taxExemptionReason: null,
  isStockTracked: false,
};
