import type { Log } from '#platform/log/log.ts';
import { pause } from '#platform/waiting/pause.ts';
import { type CertificateFiles, namesFiles } from './certificate-files.ts';
import { readTlsTexts } from './read-tls-texts.ts';
import { type MinTlsVersion, type TlsMaterial, type TlsOutcome, toTlsOutcome } from './to-tls-outcome.ts';

export interface FollowedTlsOptions {
  readonly files: CertificateFiles;
  readonly minVersion?: MinTlsVersion | undefined;
  readonly log: Log;
  /** Says in the log whose files these are. */
  readonly logFields: Readonly<Record<string, string>>;
  /** Called when a change counts. */
  readonly onChange?: (material: TlsMaterial) => void;
}

/**
 * The material of some files, as they are now. Files that cannot be used, such as a certificate whose key is not there yet, leave
 * the earlier material in use.
 */
export class FollowedTls {
  readonly #options: FollowedTlsOptions;
  #known = '';
  #material: TlsMaterial | undefined;

  constructor(options: FollowedTlsOptions) {
    this.#options = options;
  }

  /** `undefined` if there are no files. */
  get material(): TlsMaterial | undefined {
    return this.#material;
  }

  get hasFiles(): boolean {
    return namesFiles(this.#options.files);
  }

  /** @returns what is wrong with the files */
  async load(): Promise<readonly string[]> {
    return (await this.#read())?.problems ?? [];
  }

  /** Reads the files once more, and tells of a change in the log. */
  async refresh(): Promise<void> {
    const outcome = await this.#read();
    if (outcome === undefined) return;
    const { log, logFields, onChange } = this.#options;
    if (outcome.problems.length > 0) {
      const { problems } = outcome;
      log.error({ ...logFields, problems }, 'changed certificates cannot be used; the earlier ones stay');
    } else if ('material' in outcome) {
      onChange?.(outcome.material);
      log.info(logFields, 'new connections have the changed certificates');
    }
  }

  /** @returns `undefined` if the files say what they said when they were last read */
  async #read(): Promise<TlsOutcome | undefined> {
    if (!this.hasFiles) return undefined;
    const { files, minVersion } = this.#options;
    const read = await readTlsTexts(files);
    const known = JSON.stringify(read);
    if (known === this.#known) return undefined;
    this.#known = known;
    const outcome = toTlsOutcome(files, read, { now: new Date(), minVersion });
    if ('material' in outcome) this.#material = outcome.material;
    return outcome;
  }
}

/** Between two looks at the files, in milliseconds. */
const usualRefreshMs = 2_000;

/**
 * Reads files again and again. Secrets of Kubernetes change by a symbolic link two folders up and network file systems report no
 * changes, so that watching would need the reading as well.
 *
 * @param refreshMs between two looks at the files, in milliseconds. Default 2,000
 * @returns stops, after the look under way
 */
export function keepReading(all: readonly FollowedTls[], refreshMs = usualRefreshMs): () => Promise<void> {
  const followed = all.filter(({ hasFiles }) => hasFiles);
  const closing = new AbortController();
  const { signal } = closing;
  const read = async () => {
    while (!signal.aborted) {
      await pause(refreshMs, signal);
      if (!signal.aborted) for (const one of followed) await one.refresh();
    }
  };
  const reading = followed.length > 0 ? read() : Promise.resolve();
  return async () => {
    closing.abort();
    await reading;
  };
}
