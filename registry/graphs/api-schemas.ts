import { createHash } from 'node:crypto';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';

/** Enough for the variants that are in use at a time; each takes a few megabytes. */
const maxSchemas = 20;

/** Builds API schemas from their texts and keeps the newest ones. */
export class ApiSchemas {
  readonly #schemas = new LRUCache<string, GraphQLSchema>({ max: maxSchemas });

  /** Builds a schema that composition gave. */
  build(text: string): GraphQLSchema {
    const hash = createHash('sha256').update(text).digest('base64');
    const known = this.#schemas.get(hash);
    if (known !== undefined) return known;
    const schema = buildSchema(text, { assumeValidSDL: true });
    this.#schemas.set(hash, schema);
    return schema;
  }
}
