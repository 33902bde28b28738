import { getCaller } from '#platform/graphql/caller.ts';
import { toSubjectKey } from '#platform/tokens/subject-key.ts';
import { describeMapping } from '../mapping/describe-mapping.ts';
import { listShippedMappings } from '../mapping/find-mapping.ts';
import { type Mapping, toRecordKind } from '../mapping/mapping.ts';
import type { ImportTrial as Trial } from '../queue/import-request.ts';
import { findRequest, listRequests } from './find-requests.ts';
import { followRequest } from './follow-request.ts';
import type { QueryResolvers, SubscriptionResolvers } from './generated/resolvers.ts';
import type { ImportMapping, ImportTrial } from './generated/types.ts';
import { inspectUpload } from './inspect-upload.ts';

/** The resolvers of the queries of uploads, mappings and requests. */
export const importQueries: QueryResolvers = {
  importMappings: async () => (await listShippedMappings()).map(toImportMapping),
  inspectImport: async (_root, { input }, context) => {
    const subject = toSubjectKey(getCaller(context).principal);
    const { inspection, problems } = await inspectUpload(context.imports, subject, input);
    if (inspection === undefined) return { inspection: null, userErrors: [...problems] };
    const { columns, rows, doubts, mapping, missing, trial, problems: _, ...form } = inspection;
    return {
      inspection: {
        ...form,
        columns: [...columns],
        rows: rows.map((row) => [...row]),
        doubts: [...doubts],
        mapping: mapping === null ? null : toImportMapping(mapping),
        missing: [...missing],
        trial: trial === null ? null : toTrial(trial),
      },
      userErrors: [...problems],
    };
  },
  importRequest: async (_root, { id }, { db }) => (await findRequest(db, id)) ?? null,
  importRequests: (_root, args, { db }) => listRequests(db, args),
};

/** The resolvers of the subscriptions. */
export const importSubscriptions: SubscriptionResolvers = {
  importProgress: {
    subscribe: (_root, { id }, { db, signal }) =>
      toEvents(followRequest(db, id, signal ?? new AbortController().signal)),
  },
};

/** Converts a trial of a dry run or of an inspection into the API's form. */
export function toTrial({ records, ...trial }: Trial): ImportTrial {
  return {
    ...trial,
    records: importRecords[records],
    shown: [...trial.shown],
    problems: [...trial.problems],
    reasons: [...trial.reasons],
  };
}

/** The API's names for kinds of records. */
export const importRecords = { invoices: 'INVOICES', payments: 'PAYMENTS' } as const;

function toImportMapping(mapping: Mapping): ImportMapping {
  return {
    name: mapping.name,
    records: importRecords[toRecordKind(mapping)],
    json: JSON.stringify(mapping, undefined, 2),
    description: describeMapping(mapping),
    doubts: [...(mapping.doubts ?? [])],
  };
}

async function* toEvents<Request>(requests: AsyncIterable<Request>) {
  for await (const importProgress of requests) yield { importProgress };
}
