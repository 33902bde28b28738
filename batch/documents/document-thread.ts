import { parentPort } from 'node:worker_threads';
import { answerDocument } from './answer-document.ts';

/** The composition root of a thread that reads documents, one after the other. */
if (parentPort === null) throw new TypeError('document-thread.ts runs as a worker thread.');
const port = parentPort;
port.on('message', async (path: string) => port.postMessage(await answerDocument(path)));
