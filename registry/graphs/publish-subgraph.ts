import { v7 as uuid } from 'uuid';
import { sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import { registryBounds } from '../bounds.ts';
import type { ApiKey } from '../keys/api-key.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { addAuditEntry } from './audit.ts';
import { hashDocument, storeDocument } from './documents.ts';
import { findNewestAttempt } from './find-launches.ts';
import { boundGitContext, type GitContext } from './git-context.ts';
import { type GraphRef, isSubgraphName } from './graph-ref.ts';
import { findHeads, type HeadPart } from './graph-store.ts';
import type { LaunchResult } from './launch.ts';
import type { Launcher, LockedVariant } from './launcher.ts';
import { ensureVariant } from './lock-variant.ts';
import { heads, subgraphVersions } from './tables.ts';

export interface PublishRequest {
  readonly ref: GraphRef;
  readonly subgraph: string;
  readonly sdl: string;
  /** Undefined to keep the address that it has. */
  readonly url: string | undefined;
  readonly git: GitContext | null | undefined;
  readonly key: ApiKey | undefined;
}

export interface PublishResult extends LaunchResult {
  readonly wasCreated: boolean;
  readonly wasUpdated: boolean;
}

/**
 * Publishes a version of a subgraph and launches. One that does not compose is stored as history and changes nothing that
 * runs. Repeated with the same SDL, address and name it changes nothing and gives the result of the newest launch.
 *
 * @throws {RegistryRefusal} if the input exceeds a bound
 */
export async function publishSubgraph(
  launcher: Launcher,
  request: PublishRequest,
  signal: AbortSignal,
): Promise<PublishResult> {
  checkRequest(request);
  const { ref, subgraph, sdl, key } = request;
  return launcher.change(ref, signal, async (tx) => {
    const variant = await ensureVariant(tx, ref);
    const parts = await findHeads(tx, variant.id);
    const present = parts.find(({ name }) => name === subgraph);
    const url = request.url ?? present?.url ?? '';
    const newest = await findNewestAttempt(tx, variant.id);
    if (newest !== undefined && present?.url === url && present.sdlHash === hashDocument(sdl))
      return { ...newest, changesSupergraph: false, wasCreated: false, wasUpdated: false };
    if (present === undefined) checkCount(parts, ref);
    await storeVersion(tx, variant, { ...request, url });
    const result = await launcher.launchHeads(tx, { variant, cause: 'PUBLISH', subgraph, key }, signal);
    await addAuditEntry(tx, {
      action: 'SUBGRAPH_PUBLISHED',
      graph: ref.graph,
      variant: ref.variant,
      subject: subgraph,
      key,
      details: {
        launch: result.number,
        composed: result.hash !== undefined,
        sdlHash: hashDocument(sdl),
        url,
      },
    });
    return { ...result, wasCreated: present === undefined, wasUpdated: present !== undefined };
  });
}

async function storeVersion(
  tx: Transaction,
  variant: LockedVariant,
  { subgraph: name, sdl, url, git, key }: PublishRequest & { readonly url: string },
): Promise<void> {
  const versionId = uuid();
  await tx.insert(subgraphVersions).values({
    id: versionId,
    variantId: variant.id,
    name,
    url,
    sdlHash: await storeDocument(tx, sdl),
    git: boundGitContext(git),
    keyId: key?.id ?? null,
  });
  await tx
    .insert(heads)
    .values({ variantId: variant.id, name, versionId })
    .onConflictDoUpdate({ target: [heads.variantId, heads.name], set: { versionId, updatedAt: sql`now()` } });
}

function checkRequest({ subgraph, sdl, url }: PublishRequest): void {
  if (!isSubgraphName(subgraph)) {
    const message = `The name of a subgraph has 1 to ${registryBounds.subgraph} letters, digits, _ and -, the first a letter.`;
    throw new RegistryRefusal('BAD_USER_INPUT', message);
  }
  if (sdl.length > registryBounds.sdl)
    throw new RegistryRefusal(
      'LIMIT_EXCEEDED',
      `A schema has at most ${registryBounds.sdl} characters; this has ${sdl.length}.`,
    );
  if (url === undefined || url === '') return;
  if (url.length > registryBounds.url || !URL.canParse(url))
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      `The routing URL must be an absolute URL of at most ${registryBounds.url} characters.`,
    );
}

function checkCount(parts: readonly HeadPart[], { graph, variant }: GraphRef): void {
  if (parts.length < registryBounds.subgraphsPerVariant) return;
  throw new RegistryRefusal(
    'LIMIT_EXCEEDED',
    `${graph}@${variant} has ${parts.length} subgraphs, which is the most.`,
  );
}
