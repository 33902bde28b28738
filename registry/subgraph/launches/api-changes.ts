import { LRUCache } from 'lru-cache';
import { diffApiSchemas } from '../../checks/changes/diff-api-schemas.ts';
import type { SchemaChange } from '../../checks/changes/schema-change.ts';
import type { ApiSchemas } from '../../graphs/api-schemas.ts';

/** Comparisons that are kept, so that the pages of a long list are of one comparison. */
const maxComparisons = 20;

/** An API schema with the hash of its text. */
interface ApiSchemaText {
  readonly hash: string;
  readonly text: string;
}

/** Compares API schemas of launches and keeps the newest comparisons. */
export class ApiChanges {
  readonly #schemas: ApiSchemas;
  readonly #comparisons = new LRUCache<string, Promise<readonly SchemaChange[]>>({ max: maxComparisons });

  constructor(schemas: ApiSchemas) {
    this.#schemas = schemas;
  }

  /** Lists the differences of two API schemas, the breaking ones first. */
  list(before: ApiSchemaText, after: ApiSchemaText): Promise<readonly SchemaChange[]> {
    if (before.hash === after.hash) return Promise.resolve([]);
    const key = `${before.hash} ${after.hash}`;
    const known = this.#comparisons.get(key);
    if (known !== undefined) return known;
    const comparison = this.#compare(before, after);
    this.#comparisons.set(key, comparison);
    comparison.catch(() => this.#comparisons.delete(key));
    return comparison;
  }

  async #compare(before: ApiSchemaText, after: ApiSchemaText): Promise<readonly SchemaChange[]> {
    return diffApiSchemas(this.#schemas.build(before.text), this.#schemas.build(after.text));
  }
}
