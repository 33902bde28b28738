import { z } from 'zod';
import { commonFields, databaseUrl, integer, port } from '#platform/configuration/fields.ts';
import { identityFields } from '#platform/configuration/identity-fields.ts';
import { idempotencyFields } from '#platform/database/idempotency-sweeper.ts';
import { instanceFields } from '#platform/discovery/instance-fields.ts';
import { checkEventLogVariables, eventLogFields } from '#platform/event-log/configuration.ts';
import { issueDateFields, toSeller } from '#schema/calendar/seller-fields.ts';
import { usualInspectionTimes } from '../inspect/inspection-times.ts';
import { importBounds } from './import-bounds.ts';
import type { ImportSettings } from './import-tools.ts';

/** The values that the process reads from its environment. */
export const configurationSchema = z
  .object({
    ...commonFields,
    ...identityFields,
    ...instanceFields,
    ...idempotencyFields,
    ...eventLogFields,
    ...issueDateFields,
    /** A URL with the role `batch`. */
    DATABASE_URL: databaseUrl(),
    /** The file of the seller's data: documents of others are not loaded. */
    SELLER_FILE: z.string().optional(),
    HOST: z.string().default('127.0.0.1'),
    BATCH_PORT: port(4009),
    /** The largest file that may be uploaded, in MiB. */
    IMPORT_UPLOAD_MIB: integer({ min: 1, max: 4_096, byDefault: importBounds.uploadMib }),
    /** The days for which an uploaded file stays, so that its load can go on. */
    IMPORT_UPLOAD_DAYS: integer({ min: 1, max: 365, byDefault: 7 }),
  })
  .superRefine(checkEventLogVariables);

/** The most uploads of the largest size that are kept for one person. */
const keptUploads = 8;

/** The settings of uploads that the variables name. */
export function toImportSettings(
  variables: z.infer<typeof configurationSchema>,
  ownSellers: readonly string[],
): ImportSettings {
  const maxUploadBytes = variables.IMPORT_UPLOAD_MIB * 1_048_576;
  return {
    seller: toSeller(variables),
    ownSellers,
    maxUploadBytes,
    maxKeptBytes: maxUploadBytes * keptUploads,
    uploadDays: variables.IMPORT_UPLOAD_DAYS,
    inspectionTimes: usualInspectionTimes,
  };
}
