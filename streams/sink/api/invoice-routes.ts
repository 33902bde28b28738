import type { FastifyInstance } from 'fastify';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import { isUuid } from '#platform/database/uuid.ts';
import { findInvoice, findInvoices, type StoredInvoice } from '../store/find-invoices.ts';
import type { InvoiceAnswer } from './answers.ts';
import { createInvoiceQuery, toInstant } from './invoice-query.ts';
import { invalidQuery, parseQuery } from './parse-query.ts';
import { ApiProblem } from './problem.ts';
import { linkNextPage, sendJson } from './send-json.ts';
import { formatSequenceCursor, parseSequenceCursor } from './sequence-cursor.ts';

/**
 * `GET /invoices` and `GET /invoices/{id}`.
 *
 * @param timeZone the seller's, in which a day begins
 */
export function addInvoiceRoutes(api: FastifyInstance, db: PostgresJsDatabase, timeZone: string): void {
  const invoiceQuery = createInvoiceQuery(timeZone);
  api.get('/invoices', async (request, reply) => {
    const { order, limit, cursor, issuedFrom, issuedTo, simulated, ...filter } = parseQuery(
      invoiceQuery,
      request.query,
    );
    const after = cursor === undefined ? undefined : parseSequenceCursor(order, cursor);
    if (cursor !== undefined && after === undefined) throw unknownCursor();
    const parsed = {
      issuedFrom: issuedFrom === undefined ? undefined : toInstant(issuedFrom, timeZone),
      issuedTo: issuedTo === undefined ? undefined : toInstant(issuedTo, timeZone),
      simulated: simulated === undefined ? undefined : simulated === 'true',
    };
    // One more than asked for tells whether another page follows.
    const found = await findInvoices(db, { ...filter, ...parsed }, { order, limit: limit + 1, after });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const nextCursor = last === undefined ? null : formatSequenceCursor(order, last.sequence);
    linkNextPage(request, reply, nextCursor);
    return sendJson(request, reply, { invoices: shown.map(toAnswer), nextCursor });
  });

  api.get<{ Params: { id: string } }>('/invoices/:id', async (request, reply) => {
    const { id } = request.params;
    const invoice = isUuid(id) ? await findInvoice(db, id) : undefined;
    if (invoice === undefined) throw new ApiProblem(404, 'NOT_FOUND', 'There is no invoice with this id.');
    return sendJson(request, reply, toAnswer(invoice));
  });
}

/** The answer to a cursor that was made up, or is one of another list. */
export function unknownCursor(): ApiProblem {
  return invalidQuery([
    {
      parameter: 'cursor',
      code: 'INVALID',
      message: 'Must be nextCursor of an earlier answer to the same query.',
    },
  ]);
}

function toAnswer({ sequence: _order, ...invoice }: StoredInvoice): InvoiceAnswer {
  return invoice;
}
