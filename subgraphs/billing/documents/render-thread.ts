import { parentPort } from 'node:worker_threads';
import { type RenderTask, renderDocument } from './render-document.ts';

/** The thread of `DocumentRenderer`: it answers each task with bytes, one after the other. An error ends it. */
parentPort?.on('message', async (task: RenderTask) => {
  parentPort?.postMessage(await renderDocument(task));
});
