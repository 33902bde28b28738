import { GraphQLError } from 'graphql';
import type { SubgraphErrorEntry } from '../../../upstream/subgraph-transport.ts';
import type { CompiledFetch } from '../plan/compile-plan.ts';
import type { AnswerObject } from '../response/answer-object.ts';
import { findPlaces, type ResponsePath, toCommonPlace } from './targets.ts';

/** Beyond so many places, one error of a subgraph tells no more of them. */
const maxPlaces = 100;

/** The code of an error to which its subgraph gave none. */
const noCode = 'DOWNSTREAM_SERVICE_ERROR';

/** The objects that a fetch asked about: for each representation those that it stands for. */
export type AskedTargets = readonly (readonly AnswerObject[])[];

/** Puts the errors of an answer where the client sees what they spoilt. */
export class ErrorPlaces {
  readonly #fetch: CompiledFetch;
  readonly #data: AnswerObject;
  readonly #asked: AskedTargets | undefined;
  #places: ReturnType<typeof findPlaces> | undefined;

  /** @param asked absent for a fetch of root fields */
  constructor(fetch: CompiledFetch, data: AnswerObject, asked: AskedTargets | undefined) {
    this.#fetch = fetch;
    this.#data = data;
    this.#asked = asked;
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

  /** One error for each place that lacks its data, as there is no usable answer. */
  toFailures(code: string, rootNames: readonly string[]): GraphQLError[] {
    const { path, subgraph } = this.#fetch;
    const places = this.#asked
      ? this.#asked.flatMap((_, index) => this.#entityPlaces(index))
      : rootNames.map((name) => [...toCommonPlace(path), name]);
    return places.slice(0, maxPlaces).map(
      (place) =>
        new GraphQLError('A service this needs gave no answer.', {
          path: place,
          extensions: { code, serviceName: subgraph },
        }),
    );
  }

  #placesOf(path: SubgraphErrorEntry['path']): (ResponsePath | undefined)[] {
    const common = toCommonPlace(this.#fetch.path);
    if (!this.#asked) return [path && [...common, ...path]];
    const [field, index, ...rest] = path ?? [];
    // An error of no entity concerns all of them.
    if (field !== '_entities' || typeof index !== 'number') return [common.length > 0 ? common : undefined];
    return this.#entityPlaces(index).map((place) => [...place, ...rest]);
  }

  #entityPlaces(index: number): ResponsePath[] {
    this.#places ??= findPlaces(this.#data, this.#fetch.path);
    const places = new Set<ResponsePath>();
    for (const target of this.#asked?.[index] ?? []) {
      for (const place of this.#places.get(target) ?? []) if (places.size < maxPlaces) places.add(place);
    }
    return [...places];
  }
}
