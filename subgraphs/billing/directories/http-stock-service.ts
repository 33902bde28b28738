import { z } from 'zod';
import { DirectoryUnavailableError } from '#kernel/directories/directory-unavailable-error.ts';
import type { DirectoryRequest, SubgraphClient } from '#kernel/directories/subgraph-client.ts';
import { CodedError } from '#platform/errors/coded-error.ts';
import type { ServiceToken } from '#platform/tokens/service-token.ts';
import type { ReserveAnswer, StockService } from '../stock/stock-service.ts';

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

/** The codes of a subgraph that did not accept a token. */
const tokenCodes = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

/** Calls the product subgraph with the token of billing's own account. */
export class HttpStockService implements StockService {
  readonly #client: SubgraphClient;
  readonly #token: ServiceToken;

  constructor(client: SubgraphClient, token: ServiceToken) {
    this.#client = client;
    this.#token = token;
  }

  async prepare(): Promise<void> {
    await this.#getToken();
  }

  async reserve({ id, invoiceId, lines }: Parameters<StockService['reserve']>[0]): Promise<ReserveAnswer> {
    const input = { reservationId: id, reference: invoiceId, lines };
    const { reserveStock } = await this.#send({ query: reserveQuery, variables: { input } }, reserveSchema);
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
    const { releaseStock } = await this.#send({ query: releaseQuery, variables: { input } }, releaseSchema);
    if (releaseStock.userErrors.length > 0)
      throw this.#client.fail(`it refused the release (${toReason(releaseStock.userErrors)})`);
  }

  async #send<Data>(operation: DirectoryRequest, schema: z.ZodType<Data>): Promise<Data> {
    const token = await this.#getToken();
    try {
      return await this.#client.send(operation, schema, token);
    } catch (error) {
      const isRefused =
        error instanceof DirectoryUnavailableError && error.codes.some((code) => tokenCodes.has(code));
      if (isRefused) this.#token.forget(token);
      throw error;
    }
  }

  async #getToken(): Promise<string> {
    try {
      return await this.#token.get();
    } catch (cause) {
      if (!(cause instanceof CodedError)) throw cause;
      throw new DirectoryUnavailableError('identity provider', 'it gave billing no token', { cause });
    }
  }
}

function toReason(problems: z.infer<typeof userErrors>): string {
  return problems.map(({ code, message }) => `${code}: ${message}`).join(' ');
}
