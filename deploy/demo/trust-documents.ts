import { createHash } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { demoStateDocument } from './demo-state.ts';
import { listLoadDocuments } from './load-plan.ts';

/**
 * Writes a manifest of the documents by which the demo is loaded, for a gateway that runs no others than those of manifests.
 *
 * @param isTrusted false once the demo is loaded: the manifest then revokes them
 */
export async function writeDemoManifest(file: string, isTrusted: boolean): Promise<void> {
  const documents = [demoStateDocument, ...listLoadDocuments()];
  const manifest = Object.fromEntries(
    documents.map((text) => [createHash('sha256').update(text).digest('hex'), isTrusted ? text : null]),
  );
  // At once: a gateway may be reading it.
  await writeFile(`${file}.new`, JSON.stringify(manifest));
  await rename(`${file}.new`, file);
}
