import { maxKeyLength } from '#kernel/answer-once.ts';
import { type DownloadBounds, usualDownloadBounds } from '#platform/downloads/register-downloads.ts';
import { argumentBounds } from '#platform/graphql/bound-arguments.ts';
import { type SubgraphLimits, subgraphLimits } from '#platform/graphql/subgraph-limits.ts';
import { subgraphBodyBytes } from '#platform/graphql/subgraph-server.ts';
import { invoiceBounds } from '#schema/invoice-bounds.ts';
import { usualRendererBounds } from '../../subgraphs/billing/documents/document-renderer.ts';
import { documentBounds } from '../../subgraphs/billing/documents/document-route.ts';
import { customerBounds } from '../../subgraphs/customer/domain/bounds.ts';
import {
  maxNoteLength,
  maxReferenceLength,
  maxReservationLines,
  productBounds,
} from '../../subgraphs/product/domain/bounds.ts';
import {
  maxMappingBytes,
  maxMappings,
  maxViewsOfList,
  workspaceBounds,
} from '../../subgraphs/workspace/domain/bounds.ts';
import type { LimitRow } from './limit-row.ts';

const place = 'subgraph called directly, with and without a token';
const serverTest = 'platform/graphql/subgraph-server.test.ts';
const argumentTest = 'platform/graphql/bound-arguments.test.ts';

/** The compiler asks for a line here for each new limit. */
const operationLimits: Record<keyof SubgraphLimits, readonly [counts: string, code: string]> = {
  maxDocumentLength: ['UTF-16 code units of a document', 'MAX_DOCUMENT_LENGTH_LIMIT'],
  maxTokens: ['tokens of a document', 'MAX_TOKENS_LIMIT'],
  maxNesting: ['brackets within brackets of a document', 'MAX_NESTING_LIMIT'],
  maxDefinitions: ['operations and fragments of a document', 'MAX_DEFINITIONS_LIMIT'],
  maxDepth: ['levels of fields', 'MAX_DEPTH_LIMIT'],
  maxRootFields: ['root fields of one operation', 'MAX_ROOT_FIELDS_LIMIT'],
  maxFields: ['fields, fragments wherever they are spread', 'MAX_FIELDS_LIMIT'],
  maxAliases: ['aliases', 'MAX_ALIASES_LIMIT'],
  maxDirectives: ['directives', 'MAX_DIRECTIVES_LIMIT'],
  maxLiterals: ['values written in a document', 'MAX_LITERALS_LIMIT'],
  maxRepeatedFields: ['fields of one name in one place', 'MAX_REPEATED_FIELDS_LIMIT'],
  maxVariableMembers: ['values in the variables, and in the extensions', 'MAX_VARIABLE_MEMBERS_LIMIT'],
  maxVariableDepth: ['levels of lists and objects in them', 'MAX_VARIABLE_DEPTH_LIMIT'],
  maxVariableListLength: [
    'items of one list in them, representations of `_entities` above all',
    'MAX_VARIABLE_LIST_LENGTH_LIMIT',
  ],
  maxVariableTextLength: ['UTF-16 code units of one text or name in them', 'MAX_VARIABLE_TEXT_LENGTH_LIMIT'],
  maxVariablesLength: ['UTF-16 code units of all texts and names in them', 'MAX_VARIABLES_LENGTH_LIMIT'],
  maxCost: ['values that the answer may hold: sizes of nested lists multiply', 'MAX_COST_LIMIT'],
};

const argumentRows: Record<keyof typeof argumentBounds, string> = {
  textLength: 'characters of a text in the arguments of a query',
  searchLength: 'characters of a text to search for',
  cursorLength: 'characters of a cursor',
  items: 'items of a list in the arguments of a query, and of a page',
};

const exportRows: readonly (readonly [name: keyof DownloadBounds, counts: string, answer: string])[] = [
  ['files', 'files under way at a time, of all persons', 'status 503, TOO_MANY_EXPORTS'],
  ['idleMs', 'ms in which the reader takes nothing', 'the connection is reset'],
  ['fileMs', 'ms for a file', 'the connection is reset'],
];

/** The limits that each subgraph enforces by itself. */
export function listSubgraphLimits(): readonly LimitRow[] {
  const operations = Object.entries(operationLimits).map(([name, [counts, code]]) => ({
    place,
    counts,
    bound: subgraphLimits[name as keyof SubgraphLimits],
    answer: `status 400, ${code}`,
    test: serverTest,
  }));
  const body = {
    place,
    counts: 'bytes of a request',
    bound: subgraphBodyBytes,
    answer: 'status 413',
    test: serverTest,
  };
  const texts = Object.entries(argumentRows).map(([name, counts]) => ({
    place: 'queries of subgraphs',
    counts,
    bound: argumentBounds[name as keyof typeof argumentBounds],
    answer: 'BAD_USER_INPUT',
    test: argumentTest,
  }));
  return [...operations, body, ...texts, ...listInputLimits()];
}

function listInputLimits(): readonly LimitRow[] {
  const ofRoom = (room: string, test: string, lengths: Readonly<Record<string, number>>): LimitRow[] =>
    Object.entries(lengths).map(([name, bound]) => ({
      place: `mutations of ${room}`,
      counts: `characters of \`${name}\``,
      bound,
      answer: 'userError TOO_LONG',
      test,
    }));
  const { externalReferenceLength, noteLength, descriptionLength, unitLength, lines } = invoiceBounds;
  const { documentReferenceLength, recipientNameLength } = invoiceBounds;
  const reservationTest = 'subgraphs/product/reservations.test.ts';
  const rendererTest = 'subgraphs/billing/documents/document-renderer.test.ts';
  const billingTest = 'subgraphs/billing/domain/invoice-input.test.ts';
  return [
    ...ofRoom('all subgraphs', 'subgraphs/kernel/answer-once.test.ts', { idempotencyKey: maxKeyLength }),
    ...ofRoom('customer', 'subgraphs/customer/domain/customer-fields.test.ts', customerBounds),
    ...ofRoom('product', 'subgraphs/product/domain/product-fields.test.ts', productBounds),
    ...ofRoom('workspace', 'subgraphs/workspace/views.test.ts', workspaceBounds),
    {
      place: 'mutations of workspace',
      counts: 'saved views of one person and list',
      bound: maxViewsOfList,
      answer: 'userError OUT_OF_RANGE',
      test: 'subgraphs/workspace/views.test.ts',
    },
    {
      place: 'mutations of workspace',
      counts: 'saved mappings of one person',
      bound: maxMappings,
      answer: 'userError OUT_OF_RANGE',
      test: 'subgraphs/workspace/mappings.test.ts',
    },
    {
      place: 'mutations of workspace',
      counts: 'bytes of a saved mapping',
      bound: maxMappingBytes,
      answer: 'userError TOO_LONG',
      test: 'subgraphs/workspace/mappings.test.ts',
    },
    ...ofRoom('product', 'subgraphs/product/unreadable-input.test.ts', {
      'stockMovement.note': maxNoteLength,
    }),
    ...ofRoom('product', reservationTest, { 'reservation.reference': maxReferenceLength }),
    {
      place: 'mutations of product',
      counts: 'lines of a reservation or a release',
      bound: maxReservationLines,
      answer: 'userError OUT_OF_RANGE',
      test: reservationTest,
    },
    ...ofRoom('billing', billingTest, {
      externalReference: externalReferenceLength,
      note: noteLength,
      'purchaseOrder, buyerReference, contract': documentReferenceLength,
      'delivery.recipientName': recipientNameLength,
      'lines.description': descriptionLength,
      'lines.unit': unitLength,
    }),
    ...exportRows.map(([name, counts, answer]) => ({
      place: 'files of invoices',
      counts,
      bound: usualDownloadBounds[name],
      answer,
      test: 'subgraphs/billing/export-bounds.test.ts',
    })),
    ...exportRows.map(([name, counts, answer]) => ({
      place: 'documents of invoices',
      counts,
      bound: documentBounds[name],
      answer,
      test: 'subgraphs/billing/export-bounds.test.ts',
    })),
    {
      place: 'documents of invoices',
      counts: 'documents that wait to be rendered, in one process',
      bound: usualRendererBounds.maxWaiting,
      answer: 'userError UNAVAILABLE',
      test: rendererTest,
    },
    {
      place: 'documents of invoices',
      counts: 'ms for rendering a document',
      bound: usualRendererBounds.timeoutMs,
      answer: 'userError UNAVAILABLE',
      test: rendererTest,
    },
    {
      place: 'mutations of billing',
      counts: 'lines of an invoice',
      bound: lines,
      answer: 'userError TOO_LONG',
      test: billingTest,
    },
  ];
}
