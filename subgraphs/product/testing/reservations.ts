import { randomUUID } from 'node:crypto';
import { callMutation, type TestRefusal } from '#kernel/testing/call-mutation.ts';
import type { GraphqlClient } from '#platform/testing/graphql-client.ts';

/** A reservation as the tests request it. */
interface TestReservation {
  readonly id: string;
  readonly reference: string | null;
  readonly isClosed: boolean;
  readonly lines: readonly {
    readonly productId: string;
    readonly reserved: string;
    readonly released: string;
  }[];
}

/** The payload of `reserveStock` and `releaseStock`. */
export interface ReservePayload extends TestRefusal {
  readonly reservation: TestReservation | null;
  readonly shortages?:
    | readonly { readonly productId: string; readonly available: string; readonly requested: string }[]
    | null;
}

const reservation = 'reservation { id reference isClosed lines { productId reserved released } }';

/** Products with their quantities. */
export type TestStockLines = readonly (readonly [productId: string, quantity: string])[];

const toLines = (lines: TestStockLines) => lines.map(([productId, quantity]) => ({ productId, quantity }));

/** Reserves stock under an id; a new one when absent. */
export function reserve(
  client: GraphqlClient,
  lines: TestStockLines,
  reservationId: string = randomUUID(),
): Promise<ReservePayload> {
  const input = { reservationId, reference: 'invoice 1', lines: toLines(lines) };
  return callMutation(
    client,
    'reserveStock',
    input,
    `${reservation} shortages { productId available requested }`,
  );
}

/** Releases stock of a reservation, all that is left without lines. */
export function release(
  client: GraphqlClient,
  reservationId: string,
  lines?: TestStockLines,
  releaseId: string = randomUUID(),
): Promise<ReservePayload> {
  const input = {
    releaseId,
    reservationId,
    ...(lines === undefined ? {} : { lines: toLines(lines) }),
  };
  return callMutation(client, 'releaseStock', input, reservation);
}
