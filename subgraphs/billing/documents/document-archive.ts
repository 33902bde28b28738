import type { DocumentLanguage } from '#documents/pdf/words.ts';
import { and, eq, type PostgresJsDatabase } from '#platform/database/drizzle.ts';
import type { Reader } from '#platform/database/transaction.ts';
import { DownloadRefusal } from '#platform/downloads/download-refusal.ts';
import type { Log } from '#platform/log/log.ts';
import { overdue, within } from '#platform/waiting/within.ts';
import type { Clock } from '../clock.ts';
import { invoiceDocuments } from '../document-tables.ts';
import type { ExportLanguage } from '../generated/types.ts';
import type { DocumentFiles } from './document-files.ts';
import type { DocumentKey } from './document-key.ts';
import { type DocumentRenderer, RenderError } from './document-renderer.ts';
import type { DocumentSource } from './document-source.ts';
import { DocumentStoreError } from './document-store-error.ts';
import { hashDocumentBytes } from './hash-document-bytes.ts';

/** Keeps and renders documents, for all archives of a process. */
interface DocumentParts {
  readonly files: DocumentFiles;
  readonly renderer: Pick<DocumentRenderer, 'render'>;
  /** The documents that the process is making, so that each is rendered once at a time whoever asks for it. */
  readonly making: Map<string, Promise<void>>;
}

export interface ArchiveOptions {
  readonly db: PostgresJsDatabase;
  readonly documents: DocumentParts;
  readonly clock: Clock;
  readonly log: Log;
}

/** The languages in which documents are rendered. */
export const documentLanguages: Readonly<Record<ExportLanguage, DocumentLanguage>> = { EN: 'en', FR: 'fr' };

/** The longest that a caller waits until a document is made, in milliseconds; it is made nonetheless. */
const waitMs = 6_000;

/**
 * The documents of issued invoices, each made once. The bytes come first, then the row that names them: a process that is killed
 * between them leaves bytes that the next one writes again. Of processes that make one document at the same time each writes
 * the same bytes, and the first one its row.
 */
export class DocumentArchive {
  readonly #options: ArchiveOptions;

  constructor(options: ArchiveOptions) {
    this.#options = options;
  }

  /**
   * Makes a document unless it has been made.
   *
   * @throws {RenderError} if it is not made in time
   * @throws {DocumentStoreError} if it cannot be kept
   */
  async make(key: DocumentKey, source: DocumentSource): Promise<void> {
    const { db, documents } = this.#options;
    const { making: ongoing } = documents;
    if ((await findDocument(db, key)) !== undefined) return;
    const name = [key.invoiceId, key.format, key.language].join(' ');
    const making = ongoing.get(name) ?? this.#makeNow(key, source).finally(() => ongoing.delete(name));
    ongoing.set(name, making);
    if ((await within(making, waitMs)) === overdue)
      throw new RenderError('RENDERING_OVERDUE', 'The document is still being made.');
  }

  /** The size of a document in bytes; undefined if it was not made yet. */
  async findSize(reader: Reader, key: DocumentKey): Promise<number | undefined> {
    return (await findDocument(reader, key))?.sizeBytes;
  }

  /**
   * Reads a document that was made. If its file is lost, damaged or out of reach, it is made again from the frozen invoice, and must
   * be the same.
   *
   * @throws {DownloadRefusal} NOT_FOUND, FILE_CHANGED if it cannot be made again, TOO_MANY_EXPORTS if it is not made in time
   */
  async read(reader: Reader, key: DocumentKey, loadSource: () => Promise<DocumentSource>): Promise<Buffer> {
    const { log } = this.#options;
    const row = await findDocument(reader, key);
    if (row === undefined) throw new DownloadRefusal('NOT_FOUND', 'This document was not made.');
    const { sha256 } = row;
    const kept = await this.#readKept(sha256);
    if (Buffer.isBuffer(kept)) return kept;
    const facts = { invoiceId: key.invoiceId, format: key.format, language: key.language, sha256 };
    log.warn(facts, `a document of an invoice is ${kept}; it is made again`);
    const bytes = await this.#renderAgain(key, await loadSource());
    const foundSha256 = hashDocumentBytes(bytes);
    if (foundSha256 !== sha256) {
      log.error({ ...facts, foundSha256 }, 'a document of an invoice cannot be made again as it was');
      const message = `The stored document is ${kept}, and would not be the same if it were made again.`;
      throw new DownloadRefusal('FILE_CHANGED', message);
    }
    if (kept !== 'out of reach') await this.#keepAgain(sha256, bytes);
    return bytes;
  }

  /** Keeps a document that was made again; whoever asked for it gets it even if it cannot be kept now. */
  async #keepAgain(sha256: string, bytes: Buffer): Promise<void> {
    const { documents, log } = this.#options;
    try {
      await documents.files.write(sha256, bytes);
    } catch (err) {
      if (!(err instanceof DocumentStoreError)) throw err;
      log.warn({ err, sha256 }, 'a document that was made again could not be kept');
    }
  }

  /** The bytes of a document, or the reason why there are none that are right. */
  async #readKept(sha256: string): Promise<Buffer | 'lost' | 'damaged' | 'out of reach'> {
    const { documents, log } = this.#options;
    try {
      const kept = await documents.files.read(sha256);
      if (kept === undefined) return 'lost';
      return hashDocumentBytes(kept) === sha256 ? kept : 'damaged';
    } catch (err) {
      if (!(err instanceof DocumentStoreError)) throw err;
      log.warn({ err }, 'could not read a document from its store');
      return 'out of reach';
    }
  }

  async #makeNow(key: DocumentKey, source: DocumentSource): Promise<void> {
    const { db, documents, clock, log } = this.#options;
    const { invoiceId, format, language } = key;
    const bytes = await documents.renderer.render({
      ...source,
      format,
      language: documentLanguages[language],
    });
    const sha256 = hashDocumentBytes(bytes);
    await documents.files.write(sha256, bytes);
    await db
      .insert(invoiceDocuments)
      .values({ invoiceId, format, language, sha256, sizeBytes: bytes.length, madeAt: clock() })
      .onConflictDoNothing();
    const row = await findDocument(db, key);
    // Processes of two versions may differ; the document that was first counts.
    if (row?.sha256 !== sha256)
      log.warn({ invoiceId, format, language, sha256 }, 'another process has made another document');
  }

  async #renderAgain({ format, language }: DocumentKey, source: DocumentSource): Promise<Buffer> {
    const { renderer } = this.#options.documents;
    try {
      return Buffer.from(await renderer.render({ ...source, format, language: documentLanguages[language] }));
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      const message = 'The document is not ready yet; try again in a moment.';
      throw new DownloadRefusal('TOO_MANY_EXPORTS', message, { cause: error });
    }
  }
}

async function findDocument(
  db: Reader,
  { invoiceId, format, language }: DocumentKey,
): Promise<{ readonly sha256: string; readonly sizeBytes: number } | undefined> {
  const [row] = await db
    .select({ sha256: invoiceDocuments.sha256, sizeBytes: invoiceDocuments.sizeBytes })
    .from(invoiceDocuments)
    .where(
      and(
        eq(invoiceDocuments.invoiceId, invoiceId),
        eq(invoiceDocuments.format, format),
        eq(invoiceDocuments.language, language),
      ),
    );
  return row;
}
