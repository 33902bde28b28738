import { anySeller } from '../../mapping/testing/any-seller.ts';
import type { ImportSettings } from '../import-tools.ts';

/** Settings with bounds that a test can reach. */
export const testSettings: ImportSettings = {
  seller: anySeller,
  ownSellers: ['123456782'],
  maxUploadBytes: 8 << 20,
  maxKeptBytes: 64 << 20,
  uploadDays: 7,
  // For a busy machine.
  inspectionTimes: { readMs: 60_000, waitMs: 60_000, runMs: 60_000 },
};
