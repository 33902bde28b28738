import { parentPort } from 'node:worker_threads';
import { CodedError } from '#platform/errors/coded-error.ts';
import { type FileInspection, type InspectedFile, inspectFile, toBeginningPath } from './inspect-file.ts';

/** The answer of the thread. Anything but expected problems of a file ends the thread with an error. */
export type InspectionAnswer =
  | { readonly inspection: FileInspection; readonly refusal?: undefined }
  | {
      readonly inspection?: undefined;
      readonly refusal: { readonly code: string; readonly message: string };
    };

async function answer(file: InspectedFile): Promise<InspectionAnswer> {
  try {
    return { inspection: await inspectFile(file) };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const message = error.message
      .replaceAll(toBeginningPath(file.path), file.fileName)
      .replaceAll(file.path, file.fileName);
    return { refusal: { code: error.code, message } };
  }
}

if (parentPort === null) throw new TypeError('inspect-thread.ts runs as a worker thread.');
const port = parentPort;
port.once('message', async (file: InspectedFile) => port.postMessage(await answer(file)));
