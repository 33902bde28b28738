import type { Sql } from 'postgres';
import { FACTURATION } from '#schema/facturation/message.ts';
import { readerGroup } from '../store/reader-group.ts';
import { toPositions } from './received/load-received.ts';
import type { Positions } from './received/positions.ts';

/** The position up to which the figures count, as an expression of SQL: read in the same statement as the figures. */
export function positionsIn(sql: Sql) {
  return sql`(
    select json_agg(json_build_object('partition', partition, 'nextOffset', next_offset::text))::text
    from reader_offset where reader_group = ${readerGroup} and topic = ${FACTURATION})`;
}

/** Reads the value of {@link positionsIn}. */
export function readPositions(json: string | null | undefined): Positions {
  const rows: { partition: number; nextOffset: string }[] = JSON.parse(json ?? '[]');
  return toPositions(rows);
}
