import { and, eq } from '#platform/database/drizzle.ts';
import type { Author } from '../author.ts';
import type { CompositionProblem } from '../composition/composition.ts';
import { RegistryRefusal } from '../registry-refusal.ts';
import { addAuditEntry } from './audit.ts';
import { findNewestAttempt } from './find-launches.ts';
import { formatGraphRef, type GraphRef } from './graph-ref.ts';
import { findHeads } from './graph-store.ts';
import type { Launcher } from './launcher.ts';
import { findLockedVariant } from './lock-variant.ts';
import { heads } from './tables.ts';

export interface DeleteRequest {
  readonly ref: GraphRef;
  readonly subgraph: string;
  /** True to say what would happen and change nothing. */
  readonly isDryRun: boolean;
  readonly author: Author;
}

export interface DeleteResult {
  /** True if the other subgraphs compose, so that theirs is the supergraph that runs. */
  readonly composes: boolean;
  readonly problems: readonly CompositionProblem[];
}

/**
 * Deletes a subgraph from a variant and launches the others. Its versions stay as history. If the others do not compose, what
 * ran goes on running.
 *
 * @throws {RegistryRefusal} if there is no such subgraph
 */
export async function deleteSubgraph(
  launcher: Launcher,
  { ref, subgraph, isDryRun, author }: DeleteRequest,
  signal: AbortSignal,
): Promise<DeleteResult> {
  return launcher.change(ref, signal, async (tx) => {
    const variant = await findLockedVariant(tx, ref);
    const parts = variant === undefined ? [] : await findHeads(tx, variant.id);
    const newest = variant && (await findNewestAttempt(tx, variant.id));
    // A caller that lost the answer asks again.
    if (!isDryRun && newest?.cause === 'DELETE' && newest.subgraph === subgraph)
      return { problems: newest.problems, composes: newest.hash !== undefined };
    if (variant === undefined || parts.every(({ name }) => name !== subgraph)) {
      const names = parts.map(({ name }) => name).join(', ') || 'none';
      throw new RegistryRefusal(
        'NOT_FOUND',
        `${formatGraphRef(ref)} has no subgraph ${subgraph.slice(0, 64)}. It has: ${names}.`,
      );
    }
    if (isDryRun) {
      const rest = parts.filter(({ name }) => name !== subgraph);
      const composition = await launcher.tryCompose(rest, signal);
      return composition.kind === 'refused'
        ? { problems: composition.problems, composes: false }
        : { problems: [], composes: true };
    }
    await tx.delete(heads).where(and(eq(heads.variantId, variant.id), eq(heads.name, subgraph)));
    const result = await launcher.launchHeads(tx, { variant, cause: 'DELETE', subgraph, author }, signal);
    await addAuditEntry(tx, {
      action: 'SUBGRAPH_DELETED',
      graph: ref.graph,
      variant: ref.variant,
      subject: subgraph,
      author,
      details: { launch: result.number, composed: result.hash !== undefined },
    });
    return { problems: result.problems, composes: result.hash !== undefined };
  });
}
