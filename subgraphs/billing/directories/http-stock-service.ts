import { z } from 'zod';
import type { ReserveAnswer, StockService } from '../stock/stock-service.ts';
import type { AccountClient } from './account-client.ts';

const userErrors = z.array(z.object({ message: z.string(), code: z.string() }));

const reserveSchema = z.object({
  reserveStock: z.object({
    reservation: z
      .object({ lines: z.array(z.object({ productId: z.string(), reserved: z.string() })) })
      .nullable(),
    shortages: z
      .array(z.object({ productId: z.string(), available: z.string(), requested: z.string() }))
      .nullable(),
    userErrors,
  }),
});
const reserveQuery = `mutation BillingReserve($input: ReserveStockInput!) { reserveStock(input: $input) {
  reservation { lines { productId reserved } } shortages { productId available requested } userErrors { message code } } }`;

const releaseSchema = z.object({ releaseStock: z.object({ userErrors }) });
const releaseQuery = `mutation BillingRelease($input: ReleaseStockInput!) {
  releaseStock(input: $input) { userErrors { message code } } }`;

/** Calls the product subgraph with the token of billing's own account. */
export class HttpStockService implements StockService {
  readonly #service: AccountClient;

  constructor(service: AccountClient) {
    this.#service = service;
  }

  async prepare(): Promise<void> {
    await this.#service.getToken();
  }

  async reserve({ id, invoiceId, lines }: Parameters<StockService['reserve']>[0]): Promise<ReserveAnswer> {
    const input = { reservationId: id, reference: invoiceId, lines };
    const { reserveStock } = await this.#service.send(
      { query: reserveQuery, variables: { input } },
      reserveSchema,
    );
    const { reservation, shortages, userErrors: problems } = reserveStock;
    if (reservation !== null) {
      const taken = reservation.lines.map(({ productId, reserved }) => ({ productId, quantity: reserved }));
      return { kind: 'reserved', lines: taken };
    }
    if (shortages !== null && problems.every(({ code }) => code === 'INSUFFICIENT_STOCK'))
      return { kind: 'short', shortages };
    return { kind: 'refused', reason: toReason(problems) };
  }

  async release({ id, reservationId, lines }: Parameters<StockService['release']>[0]): Promise<void> {
    const input = { releaseId: id, reservationId, ...(lines !== null && { lines }) };
    const { releaseStock } = await this.#service.send(
      { query: releaseQuery, variables: { input } },
      releaseSchema,
    );
    if (releaseStock.userErrors.length > 0)
      throw this.#service.fail(`it refused the release (${toReason(releaseStock.userErrors)})`);
  }
}

function toReason(problems: z.infer<typeof userErrors>): string {
  return problems.map(({ code, message }) => `${code}: ${message}`).join(' ');
}
