import { GraphQLError } from 'graphql';
import type { SubgraphErrorEntry } from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch } from '../plan/compile-plan.ts';
import type { AnswerObject } from '../response/answer-object.ts';
import { findPlaces, maxPlaces, type ResponsePath, toCommonPlace } from './targets.ts';

/** The code of an error to which its subgraph gave none. */
const noCode = 'DOWNSTREAM_SERVICE_ERROR';

/** The objects that a fetch asked about: for each representation those that it stands for. */
export type AskedTargets = readonly (readonly AnswerObject[])[];

/** All that a run knows so far. */
interface Known {
  readonly data: AnswerObject;
  /** Objects and lists that stand at several places of it. */
  readonly shared: ReadonlySet<object>;
}

/** Puts the errors of an answer where the client sees what they spoilt. */
export class ErrorPlaces {
  readonly #fetch: CompiledFetch;
  readonly #run: Known;
  readonly #findAsked: (() => AskedTargets) | undefined;
  #places: ReturnType<typeof findPlaces> | undefined;

  /** @param findAsked absent for a fetch of root fields */
  constructor(fetch: CompiledFetch, run: Known, findAsked: (() => AskedTargets) | undefined) {
    this.#fetch = fetch;
    this.#run = run;
    this.#findAsked = findAsked;
  }

  /** An error as the subgraph wrote it, once for each place that it concerns. */
  toErrors(entry: SubgraphErrorEntry): GraphQLError[] {
    const { message, extensions, path } = entry;
    const { subgraph } = this.#fetch;
    const code = extensions?.['code'] || noCode;
    const options = { extensions: { ...extensions, code, serviceName: subgraph } };
    const text = message || `Subgraph ${subgraph} gave an error without a message.`;
    return this.#placesOf(path).map((place) => new GraphQLError(text, { ...options, path: place ?? null }));
  }

  /** One error for each place that lacks its data, as there is no usable answer; of these entities alone if some are named. */
  toFailures(
    code: string,
    rootNames: readonly string[],
    asked: AskedTargets | undefined = this.#findAsked?.(),
  ): GraphQLError[] {
    const { path, subgraph } = this.#fetch;
    const common = toCommonPlace(path);
    const places: ResponsePath[] = asked ? [] : rootNames.map((name) => [...common, name]);
    for (const targets of asked ?? []) {
      if (places.length < maxPlaces) places.push(...this.#placesOfTargets(targets));
    }
    return places.slice(0, maxPlaces).map(
      (place) =>
        new GraphQLError('A service this needs gave no answer.', {
          path: place,
          extensions: { code, serviceName: subgraph },
        }),
    );
  }

  #placesOf(path: SubgraphErrorEntry['path']): readonly (ResponsePath | undefined)[] {
    const common = toCommonPlace(this.#fetch.path);
    const asked = this.#findAsked?.();
    if (!asked) return [path && [...common, ...path]];
    const [field, index, ...rest] = path ?? [];
    const targets = field === '_entities' && typeof index === 'number' ? asked[index] : undefined;
    const places = this.#placesOfTargets(targets ?? []);
    // An error of no entity concerns all of them.
    if (places.length === 0) return [common.length > 0 ? common : undefined];
    return places.map((place) => [...place, ...rest]);
  }

  #placesOfTargets(targets: readonly AnswerObject[]): ResponsePath[] {
    if (targets.length === 0) return [];
    this.#places ??= findPlaces(this.#run.data, this.#fetch.path, this.#run.shared);
    const places = new Set<ResponsePath>();
    for (const target of targets) {
      for (const place of this.#places.get(target) ?? []) if (places.size < maxPlaces) places.add(place);
    }
    return [...places];
  }
}
