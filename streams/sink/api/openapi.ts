import { z } from 'zod';
import { fileAnswer, filePageAnswer, invoiceAnswer, invoicePageAnswer } from './answers.ts';
import { fileQuery } from './file-query.ts';
import { createInvoiceQuery } from './invoice-query.ts';
import { problemSchema } from './problem.ts';

const schemas = z.registry<{ id: string }>();
schemas.add(invoiceAnswer, { id: 'Invoice' });
schemas.add(invoicePageAnswer, { id: 'InvoicePage' });
schemas.add(fileAnswer, { id: 'File' });
schemas.add(filePageAnswer, { id: 'FilePage' });
schemas.add(problemSchema, { id: 'Problem' });

type JsonObject = Record<string, unknown>;

/**
 * The API as an OpenAPI 3.1 document, with the seller's time zone in which days begin. Parameters and answers come from the schemas by which requests are read and
 * answers are made, so that the document cannot say anything else.
 */
export function createOpenApiDocument(timeZone: string): JsonObject {
  return {
    openapi: '3.1.1',
    info: {
      title: 'FACTURATION sink',
      version: '1.0.0',
      description:
        'Invoices as their messages arrived in the FACTURATION log: lists, searches, and CSV files. Every path but this document needs an access token with the role BILLING_MANAGER and the scope invoices:read.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: {
      '/invoices': {
        get: {
          operationId: 'listInvoices',
          summary: 'Lists and searches invoices, by pages',
          parameters: [...toParameters(createInvoiceQuery(timeZone)), ifNoneMatch],
          responses: {
            200: toPage('InvoicePage', 'A page of invoices.'),
            304: notModified,
            ...problems(400, 401, 403, 503),
          },
        },
      },
      '/invoices/{id}': {
        get: {
          operationId: 'getInvoice',
          summary: 'Gives one invoice',
          parameters: [
            {
              name: 'id',
              in: 'path',
              required: true,
              description: '`id` of an invoice.',
              schema: { type: 'string', format: 'uuid' },
            },
            ifNoneMatch,
          ],
          responses: {
            200: {
              description: 'The invoice.',
              headers: { ETag: etag },
              content: { 'application/json': { schema: toReference('Invoice') } },
            },
            304: notModified,
            ...problems(401, 403, 404, 503),
          },
        },
      },
      '/files': {
        get: {
          operationId: 'listFiles',
          summary: 'Lists the CSV files, the newest first, by pages',
          parameters: [...toParameters(fileQuery), ifNoneMatch],
          responses: {
            200: toPage('FilePage', 'A page of CSV files.'),
            304: notModified,
            ...problems(400, 401, 403, 503),
          },
        },
      },
      '/files/{name}': {
        get: {
          operationId: 'downloadFile',
          summary: 'Downloads a CSV file, the current one as far as it is written',
          parameters: [
            {
              name: 'name',
              in: 'path',
              required: true,
              description: '`name` of a file.',
              schema: { type: 'string' },
            },
            ifNoneMatch,
          ],
          responses: {
            200: {
              description: 'Whole rows (RFC 4180, UTF-8, CRLF) under a header.',
              headers: { ETag: etag, 'Content-Disposition': { schema: { type: 'string' } } },
              content: { 'text/csv': { schema: { type: 'string' } } },
            },
            304: notModified,
            ...problems(401, 403, 404, 503),
          },
        },
      },
      '/openapi.json': {
        get: {
          operationId: 'getOpenApi',
          summary: 'Gives this document',
          security: [],
          responses: {
            200: {
              description: 'This document.',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
            304: notModified,
          },
        },
      },
    },
    components: {
      schemas: toComponents(),
      securitySchemes: {
        bearer: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'An access token of the realm, with the role BILLING_MANAGER and the scope invoices:read.',
        },
      },
    },
  };
}

const etag = { description: 'Changes when the answer does.', schema: { type: 'string' } };
const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  description: 'The `ETag` of an earlier answer.',
  schema: { type: 'string' },
};
const notModified = { description: 'The answer is the same as the one whose ETag was sent.' };

const problemDescriptions: Readonly<Record<number, string>> = {
  400: 'Parameters are not right; `errors` lists all of them.',
  401: 'There is no access token, or it is refused.',
  403: 'The token lacks the role BILLING_MANAGER or the scope invoices:read.',
  404: 'Nothing has this name or id.',
  503: 'Something that is needed cannot be reached; try again soon.',
};

function problems(...statuses: number[]): JsonObject {
  return Object.fromEntries(
    statuses.map((status) => [
      status,
      {
        description: problemDescriptions[status] ?? '',
        content: { 'application/problem+json': { schema: toReference('Problem') } },
      },
    ]),
  );
}

function toPage(schema: string, description: string): JsonObject {
  return {
    description,
    headers: {
      ETag: etag,
      Link: { description: 'The next page, rel="next" (RFC 8288).', schema: { type: 'string' } },
    },
    content: { 'application/json': { schema: toReference(schema) } },
  };
}

function toReference(schema: string): JsonObject {
  return { $ref: `#/components/schemas/${schema}` };
}

function toParameters(query: z.ZodObject): JsonObject[] {
  return Object.entries(query.shape).map(([name, field]) => {
    const { $schema, description, ...schema } = z.toJSONSchema(field as z.ZodType, { io: 'output' });
    return { name, in: 'query', required: false, description, schema };
  });
}

function toComponents(): JsonObject {
  const { schemas: made } = z.toJSONSchema(schemas, { uri: (id) => `#/components/schemas/${id}` });
  return Object.fromEntries(
    Object.entries(made).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  );
}
