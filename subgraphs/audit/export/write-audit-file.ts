import { trailEntries } from '#platform/audit/trail/trail-tables.ts';
import { type SQL, sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { boundFileReading, readCursor } from '#platform/downloads/read-cursor.ts';
import { byteOrderMark, CsvForm } from '#platform/text/csv-form.ts';
import { toAuditCondition } from '../store/audit-filter.ts';
import type { AuditExportRequest } from './audit-export-request.ts';
import { type ExportedEntry, exportedColumns } from './exported-entry.ts';

/** Writes a file of entries in the order of the trail, a part for each batch. */
export async function* writeAuditFile(
  tx: Transaction,
  { filter, format }: AuditExportRequest,
): AsyncGenerator<string, void, undefined> {
  await boundFileReading(tx);
  const condition = toAuditCondition(filter) ?? sql`true`;
  const query = sql`select ${columns} from ${trailEntries} where ${condition} order by ${trailEntries.number}`;
  const { head, write } = format === 'CSV' ? csv : jsonLines;
  yield head;
  for await (const rows of readCursor<ExportedEntry>(tx, query)) yield rows.map(write).join('');
}

interface FileForm {
  readonly head: string;
  readonly write: (entry: ExportedEntry) => string;
}

const form = new CsvForm('COMMA');

const csv: FileForm = {
  head: byteOrderMark + form.row(exportedColumns.map((name) => form.text(name))),
  write: (entry) => form.row(exportedColumns.map((name) => form.text(String(entry[name] ?? '')))),
};

const jsonLines: FileForm = {
  head: '',
  write: ({ number, ...entry }) => `${JSON.stringify({ number: Number(number), ...entry })}\n`,
};

/** An instant as the API writes it. The time zone of connections is UTC. */
function toInstant(column: SQL): SQL {
  return sql`to_char(${column}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

const columns = sql`
  ${trailEntries.number}::text as number, ${trailEntries.id} as id, ${toInstant(sql`${trailEntries.at}`)} as at,
  ${trailEntries.level} as level, ${trailEntries.actorId} as "actorId", ${trailEntries.actorKind} as "actorKind",
  ${trailEntries.clientId} as "clientId", ${trailEntries.address} as address, ${trailEntries.requestId} as "requestId",
  ${trailEntries.source} as source, ${trailEntries.action} as action, ${trailEntries.objectType} as "objectType",
  ${trailEntries.objectId} as "objectId", ${trailEntries.outcome} as outcome, ${trailEntries.code} as code,
  ${trailEntries.count} as count, ${toInstant(sql`${trailEntries.redactedAt}`)} as "redactedAt",
  encode(${trailEntries.hash}, 'hex') as hash`;
