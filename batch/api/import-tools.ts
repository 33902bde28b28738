import type { Sql } from 'postgres';
import type { PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Seller } from '#schema/calendar/seller.ts';
import type { InspectionTimes } from '../inspect/inspection-times.ts';

/** The settings of uploads and of requests of imports. */
export interface ImportSettings {
  /** Decides which days an invoice may have, for inspections. */
  readonly seller: Seller;
  /** The numbers of the seller of this system, of whom documents must be. */
  readonly ownSellers: readonly string[];
  readonly maxUploadBytes: number;
  /** The most bytes of one person's uploads that are kept at the same time. */
  readonly maxKeptBytes: number;
  /** The days for which an uploaded file stays. */
  readonly uploadDays: number;
  readonly inspectionTimes: InspectionTimes;
}

/** The resources of the use cases of imports. */
export interface ImportTools {
  readonly sql: Sql;
  readonly db: PostgresJsDatabase;
  readonly settings: ImportSettings;
}
