import type { ASTNode } from 'graphql';

/** The rules that the SDL of subgraphs is checked by, besides composition. */
type SchemaRule = 'ROOT_WITHOUT_RULE' | 'ENTITY_WITHOUT_RULE' | 'PROTECTED_REQUIRES' | 'PROTECTED_KEY';

/** Something in the SDL of a subgraph that breaks a rule. */
export interface SchemaProblem {
  readonly rule: SchemaRule;
  readonly subgraph: string;
  /** The place, as a schema coordinate. */
  readonly coordinate: string;
  /** A sentence for people, which names the place. */
  readonly message: string;
  /** The place in the text; undefined if the document was parsed without locations. */
  readonly node: ASTNode;
}
