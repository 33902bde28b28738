import type { GraphQLError } from 'graphql';
import { toError } from '#platform/errors/to-error.ts';
import type { CompiledDefer, CompiledDeferred } from '../plan/compile-plan.ts';
import type { Deferring, PlanRun } from '../run/plan-run.ts';
import { runNode } from '../run/run-plan.ts';

/** A deferred part that is being fetched. */
interface RunningPart {
  /** The errors of its own requests. */
  readonly errors: GraphQLError[];
  /** Resolves when nothing more is fetched for it, with the bug that ended it if there was one. */
  readonly ended: Promise<Error | undefined>;
}

/** The deferred parts of one run: each begins as soon as the requests that it depends on are answered. */
export class DeferredParts implements Deferring {
  readonly #parts = new Map<string, RunningPart>();
  /** Resolve when everything around the part of a run has ended. */
  readonly #surroundings = new WeakMap<PlanRun, Promise<unknown>>();
  readonly #fetches = new Map<string, PromiseWithResolvers<void>>();

  /** Absent if the plan has no such part under the conditions of this run. */
  find(label: string): RunningPart | undefined {
    return this.#parts.get(label);
  }

  fetched(id: string): void {
    this.#fetch(id).resolve();
  }

  async run(run: PlanRun, { primary, deferred }: CompiledDefer): Promise<void> {
    const ownEnded = Promise.withResolvers<void>();
    // A part within a part may depend on a request of any part around it.
    const ended = Promise.all([ownEnded.promise, this.#surroundings.get(run)]);
    for (const part of deferred) this.#start(run, part, ended);
    try {
      if (primary) await runNode(run, primary);
    } finally {
      // A request that a condition leaves out is not waited for.
      ownEnded.resolve();
    }
  }

  #start(run: PlanRun, { label, depends, node }: CompiledDeferred, surroundings: Promise<unknown>): void {
    const errors: GraphQLError[] = [];
    const partRun: PlanRun = { ...run, errors };
    this.#surroundings.set(partRun, surroundings);
    const runPart = async (): Promise<undefined> => {
      await Promise.race([Promise.all(depends.map((id) => this.#fetch(id).promise)), surroundings]);
      if (node) await runNode(partRun, node);
    };
    this.#parts.set(label, { errors, ended: runPart().catch(toError) });
  }

  #fetch(id: string): PromiseWithResolvers<void> {
    const known = this.#fetches.get(id) ?? Promise.withResolvers<void>();
    this.#fetches.set(id, known);
    return known;
  }
}
