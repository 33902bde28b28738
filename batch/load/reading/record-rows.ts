import { compileMapping, compilePaymentMapping } from '../../mapping/compile-mapping.ts';
import type { ImportInvoice } from '../../mapping/import-invoice.ts';
import { isPaymentMapping } from '../../mapping/mapping.ts';
import { KnownCustomers, unasked } from '../customers/known-customers.ts';
import type { AscendingIds } from '../writing/ascending-ids.ts';
import { ChunkEncoder } from '../writing/encode-chunk.ts';
import { PaymentEncoder } from '../writing/encode-payments.ts';
import type { EncodedItems } from '../writing/encoded-items.ts';
import type { ChunkMaker } from './chunk-maker.ts';
import { createInvoiceMaker, createPaymentMaker } from './prepare-record.ts';
import type { CustomerMatches, ReadingTask } from './thread-messages.ts';

/** The rows of a task on their way to encoded records of one kind. */
export interface RecordRows {
  /** Cuts rows into chunks. */
  readonly maker: Omit<ChunkMaker<{ readonly rowCount: number }>, 'takeItems'>;
  /** Encodes the records that were finished since the last call. */
  encodeFinished(): Promise<void>;
  /** Takes the records that were encoded, and begins the next chunk. */
  readonly encoder: { take(): EncodedItems; reuse(memory: readonly ArrayBuffer[]): void };
  /** Returns the currency of a row that became part of a record; null if the row names none. */
  currencyOf(cells: readonly string[], rowNumber: number): string | null;
}

/** Looks customers up. */
export type AskForCustomers = (unknown: {
  readonly ids: readonly string[];
  readonly names: readonly string[];
}) => Promise<CustomerMatches>;

/** Prepares the rows of a task for the kind of records that its mapping makes. */
export function createRecordRows(task: ReadingTask, ids: AscendingIds, ask: AskForCustomers): RecordRows {
  const { mapping, header, issueDates } = task;
  if (isPaymentMapping(mapping)) {
    const mapper = getMapper(compilePaymentMapping(mapping, header, issueDates));
    const maker = createPaymentMaker(task, mapper);
    const encoder = new PaymentEncoder(ids);
    return {
      maker,
      encodeFinished: async () => {
        for (const payment of maker.takeItems()) encoder.add(payment);
      },
      encoder,
      currencyOf: (cells, rowNumber) => currencyOf(mapper.map(cells, rowNumber)),
    };
  }
  const mapper = getMapper(compileMapping(mapping, header, issueDates));
  const maker = createInvoiceMaker(task, mapper);
  const encoder = new ChunkEncoder(ids);
  const customers = new KnownCustomers();
  return {
    maker,
    encodeFinished: () => encodeInvoices(maker.takeItems(), encoder, customers, ask),
    encoder,
    currencyOf: (cells, rowNumber) => currencyOf(mapper.map(cells, rowNumber)),
  };
}

function getMapper<Mapper>({ mapper }: { readonly mapper?: Mapper | undefined }): Mapper {
  if (mapper === undefined) throw new TypeError('The mapping does not fit the file any more.');
  return mapper;
}

async function encodeInvoices(
  invoices: readonly ImportInvoice[],
  encoder: ChunkEncoder,
  customers: KnownCustomers,
  ask: AskForCustomers,
): Promise<void> {
  for (let from = 0; from < invoices.length; ) {
    from = encodeKnown(invoices, from, encoder, customers);
    if (from === invoices.length) return;
    const unknown = customers.findUnknown(invoices.slice(from));
    customers.learn(unknown, await ask(unknown));
  }
}

/** Encodes invoices up to the first whose customer has not been looked up, and returns its index. */
function encodeKnown(
  invoices: readonly ImportInvoice[],
  from: number,
  encoder: ChunkEncoder,
  customers: KnownCustomers,
): number {
  for (let place = from; place < invoices.length; place++) {
    const invoice = invoices[place] as ImportInvoice;
    const customerId = customers.find(invoice);
    if (customerId === unasked) return place;
    encoder.add(invoice, customerId);
  }
  return invoices.length;
}

function currencyOf(read: object): string | null {
  if ('currency' in read) return read.currency as string | null;
  throw new TypeError('A row that was read once cannot be read again.');
}
