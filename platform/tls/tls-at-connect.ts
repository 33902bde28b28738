import type { SecureContext } from 'node:tls';
import { ConfigurationError } from '#platform/configuration/configuration.ts';
import type { CertificateFiles } from './certificate-files.ts';
import { readTlsTextsSync } from './read-tls-texts.ts';
import { type MinTlsVersion, type TlsOutcome, toTlsOutcome } from './to-tls-outcome.ts';

/** The usual shortest time between two looks at the files, in milliseconds. */
const usualRestMs = 1_000;

/**
 * Certificates for connections that a library opens now and then: the files are read when it opens one, so that nothing has to
 * follow them. Files that cannot be used leave the earlier ones in use.
 */
export class TlsAtConnect {
  readonly #files: CertificateFiles;
  readonly #minVersion: MinTlsVersion;
  readonly #restMs: number;
  #context: SecureContext;
  #known: string;
  #readAtMs = performance.now();

  /**
   * @param restMs the shortest time between two looks at the files, in milliseconds
   * @throws {ConfigurationError} that lists all that is wrong with the files
   */
  constructor(files: CertificateFiles, minVersion: MinTlsVersion, restMs = usualRestMs) {
    this.#files = files;
    this.#minVersion = minVersion;
    this.#restMs = restMs;
    const { known, toOutcome } = this.#read();
    const outcome = toOutcome();
    if (!('material' in outcome)) throw new ConfigurationError(outcome.problems);
    this.#known = known;
    this.#context = outcome.material.context;
  }

  /** Certificates and key as they are now. */
  get context(): SecureContext {
    if (performance.now() - this.#readAtMs < this.#restMs) return this.#context;
    this.#readAtMs = performance.now();
    const { known, toOutcome } = this.#read();
    if (known === this.#known) return this.#context;
    this.#known = known;
    const outcome = toOutcome();
    if ('material' in outcome) this.#context = outcome.material.context;
    return this.#context;
  }

  #read(): { readonly known: string; readonly toOutcome: () => TlsOutcome } {
    const read = readTlsTextsSync(this.#files);
    return {
      known: JSON.stringify(read),
      toOutcome: () => toTlsOutcome(this.#files, read, { now: new Date(), minVersion: this.#minVersion }),
    };
  }
}
