import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type CertificateFiles, fileSettings, type NamedFile } from './certificate-files.ts';

/** Certificates, lists and keys are much shorter; a longer file is a mistake. */
const maxFileBytes = 1_048_576;

/** The texts of the files of one setting, or the problems with reading them. */
export interface TlsTexts {
  readonly texts: Readonly<Partial<Record<keyof CertificateFiles, string>>>;
  readonly problems: readonly string[];
}

/** Reads the files of a setting. Equal files give an equal outcome, in the same order. */
export async function readTlsTexts(files: CertificateFiles): Promise<TlsTexts> {
  return collect(await Promise.all(fileSettings.map(async (name) => readOne(files[name]))));
}

/** Reads them at once, for whoever opens a connection at this instant. */
export function readTlsTextsSync(files: CertificateFiles): TlsTexts {
  return collect(fileSettings.map((name) => readOneSync(files[name])));
}

interface ReadFile {
  readonly text?: string;
  readonly problem?: string;
}

function collect(read: readonly ReadFile[]): TlsTexts {
  const texts = fileSettings.map((name, index) => [name, read[index]?.text] as const);
  return {
    texts: Object.fromEntries(texts.filter(([, text]) => text !== undefined)),
    problems: read.flatMap(({ problem }) => problem ?? []),
  };
}

async function readOne(file: NamedFile | undefined): Promise<ReadFile> {
  if (file === undefined) return {};
  try {
    return toRead(file, await readFile(file.path));
  } catch (error) {
    return toUnreadable(file, error);
  }
}

function readOneSync(file: NamedFile | undefined): ReadFile {
  if (file === undefined) return {};
  try {
    return toRead(file, readFileSync(file.path));
  } catch (error) {
    return toUnreadable(file, error);
  }
}

function toRead(file: NamedFile, content: Buffer): ReadFile {
  if (content.length <= maxFileBytes) return { text: content.toString() };
  return { problem: `${placeOf(file)} is longer than ${maxFileBytes} bytes` };
}

function toUnreadable(file: NamedFile, error: unknown): ReadFile {
  return { problem: `${placeOf(file)} cannot be read: ${(error as NodeJS.ErrnoException).code}` };
}

/** The variable and the path, as messages name a file. */
export function placeOf({ variable, path }: NamedFile): string {
  return `${variable}: ${path}`;
}
