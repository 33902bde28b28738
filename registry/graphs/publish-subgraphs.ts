import { v7 as uuid } from 'uuid';
import { sql } from '#platform/database/drizzle.ts';
import type { Transaction } from '#platform/database/transaction.ts';
import type { Author } from '../author.ts';
import { registryBounds } from '../bounds.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { isStorableText } from '../storable-text.ts';
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

/** One subgraph of a publish. */
interface PublishedPart {
  readonly subgraph: string;
  readonly sdl: string;
  /** Undefined to keep the address that it has. */
  readonly url: string | undefined;
}

export interface PublishRequest {
  readonly ref: GraphRef;
  /** One or more, each another subgraph. */
  readonly parts: readonly PublishedPart[];
  readonly git: GitContext | null | undefined;
  readonly author: Author;
}

export interface PublishResult extends LaunchResult {
  /** The subgraphs that are new. */
  readonly created: readonly string[];
  /** The subgraphs that were there and have another SDL or address now. */
  readonly updated: readonly string[];
}

/**
 * Publishes versions of subgraphs and launches once. What does not compose is stored as history and changes nothing that runs.
 * Repeated with the same SDL, address and name it changes nothing and gives the result of the newest launch.
 *
 * @throws {RegistryRefusal} if the input exceeds a bound
 */
export async function publishSubgraphs(
  launcher: Launcher,
  request: PublishRequest,
  signal: AbortSignal,
): Promise<PublishResult> {
  const { ref, parts, author } = request;
  for (const part of parts) checkPart(part);
  return launcher.change(ref, signal, async (tx) => {
    const variant = await ensureVariant(tx, ref);
    const present = await findHeads(tx, variant.id);
    const changed = parts.filter((part) => isChange(part, present));
    const newest = await findNewestAttempt(tx, variant.id);
    if (newest !== undefined && changed.length === 0)
      return { ...newest, changesSupergraph: false, created: [], updated: [] };
    const names = changed.map(({ subgraph }) => subgraph);
    const created = names.filter((name) => present.every((head) => head.name !== name));
    checkCount(present.length + created.length, ref);
    for (const part of changed) await storeVersion(tx, variant, request, part, present);
    const subgraph = names.length === 1 ? names[0] : undefined;
    const result = await launcher.launchHeads(tx, { variant, cause: 'PUBLISH', subgraph, author }, signal);
    await addAuditEntry(tx, {
      action: 'SUBGRAPHS_PUBLISHED',
      graph: ref.graph,
      variant: ref.variant,
      subject: names.join(', '),
      author,
      details: { launch: result.number, composed: result.hash !== undefined },
    });
    return { ...result, created, updated: names.filter((name) => !created.includes(name)) };
  });
}

function isChange({ subgraph, sdl, url }: PublishedPart, present: readonly HeadPart[]): boolean {
  const head = present.find(({ name }) => name === subgraph);
  return head === undefined || (url ?? head.url) !== head.url || hashDocument(sdl) !== head.sdlHash;
}

async function storeVersion(
  tx: Transaction,
  variant: LockedVariant,
  { git, author }: PublishRequest,
  { subgraph: name, sdl, url }: PublishedPart,
  present: readonly HeadPart[],
): Promise<void> {
  const versionId = uuid();
  await tx.insert(subgraphVersions).values({
    id: versionId,
    variantId: variant.id,
    name,
    url: url ?? present.find((head) => head.name === name)?.url ?? '',
    sdlHash: await storeDocument(tx, sdl),
    git: boundGitContext(git),
    keyId: author.keyId,
  });
  await tx
    .insert(heads)
    .values({ variantId: variant.id, name, versionId })
    .onConflictDoUpdate({ target: [heads.variantId, heads.name], set: { versionId, updatedAt: sql`now()` } });
}

function checkPart({ subgraph, sdl, url }: PublishedPart): void {
  if (!isSubgraphName(subgraph)) {
    const message = `The name of a subgraph has 1 to ${registryBounds.subgraph} letters, digits, _ and -, the first a letter.`;
    throw new RegistryRefusal('BAD_USER_INPUT', message);
  }
  if (sdl.length > registryBounds.sdl)
    throw new RegistryRefusal(
      'LIMIT_EXCEEDED',
      `A schema has at most ${registryBounds.sdl} characters; this has ${sdl.length}.`,
    );
  if (!isStorableText(sdl))
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      'A schema is well-formed Unicode without the character U+0000.',
    );
  if (url === undefined || url === '') return;
  if (url.length > registryBounds.url || !isStorableText(url) || !URL.canParse(url))
    throw new RegistryRefusal(
      'BAD_USER_INPUT',
      `The routing URL must be an absolute URL of at most ${registryBounds.url} characters.`,
    );
}

function checkCount(count: number, { graph, variant }: GraphRef): void {
  if (count <= registryBounds.subgraphsPerVariant) return;
  const message = `${graph}@${variant} may have at most ${registryBounds.subgraphsPerVariant} subgraphs.`;
  throw new RegistryRefusal('LIMIT_EXCEEDED', message);
}
