/**
 * The use of the schema by which a change reaches an operation. Coordinates are those of the GraphQL specification
 * (section "Schema Coordinates"): `Type.field`, `Type.field(argument:)`, `Input.field`, `Enum.VALUE`, `Type`.
 */
export type Reach =
  /** The operation selects a field or gives an argument. */
  | { readonly kind: 'uses'; readonly coordinate: string }
  /** The operation sends an input field, an enum value or an object of an input type. */
  | { readonly kind: 'sends'; readonly coordinate: string; readonly typeName: string }
  /**
   * The operation uses the owner of an argument or input field without always giving that, or gives null. `typeName` is the
   * input type if the owner is one.
   */
  | {
      readonly kind: 'lacks';
      readonly owner: string;
      readonly coordinate: string;
      readonly typeName: string | undefined;
    }
  /** The operation uses the type or a member of it. */
  | { readonly kind: 'touches'; readonly typeName: string }
  /** The operation selects a field that returns the type. */
  | { readonly kind: 'reads'; readonly typeName: string };

/** BREAKING fails operations, DANGEROUS may surprise clients, SAFE does neither. */
export type ChangeCriticality = 'BREAKING' | 'DANGEROUS' | 'SAFE';

/** One difference between two API schemas. */
export interface SchemaChange {
  /** Names the change in any later comparison of the same two states. */
  readonly id: string;
  /** A code as Apollo's tools print it, such as `FIELD_REMOVED`. */
  readonly code: string;
  readonly criticality: ChangeCriticality;
  /** A sentence for people, without a full stop. */
  readonly description: string;
  /** The place in the schema; undefined for the schema itself. */
  readonly coordinate: string | undefined;
  /** An operation is affected if one of these holds. Without any, only validation of its document tells. */
  readonly reaches: readonly Reach[];
}
