import { createRequire } from 'node:module';

type TemporalModule = typeof import('temporal-polyfill');

let loaded: TemporalModule | undefined;

/**
 * Temporal, which is loaded when the first zone other than UTC is asked about: each process and thread that counts days
 * would pay 30 ms and 6 MiB for it, and most sellers' files need no zone.
 */
export function loadTemporal(): TemporalModule['Temporal'] {
  loaded ??= createRequire(import.meta.url)('temporal-polyfill') as TemporalModule;
  return loaded.Temporal;
}
