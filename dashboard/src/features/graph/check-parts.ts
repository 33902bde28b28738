import type { JudgedChangesFragment, SchemaCheckQuery } from '../../generated/graphql.ts';
import type { VariantAddress } from './variant-layout.tsx';

type Check = NonNullable<NonNullable<SchemaCheckQuery['graphVariant']>['schemaCheck']>;

/** A part of a check with its result. */
export type CheckPart = NonNullable<Check['composition' | 'operations' | 'lint' | 'authorization']>;

/** A part of a check by the name of its type. */
export type TaskOf<Name extends CheckPart['__typename']> = Extract<CheckPart, { readonly __typename: Name }>;

/** A change that clients can see, as a check judges it. */
export type CheckedChange = JudgedChangesFragment['edges'][number]['node'];

/** The check that a part belongs to. */
export interface CheckContext {
  readonly address: VariantAddress;
  readonly checkId: string;
  /** The branch that was checked, if it is known. */
  readonly branch: string | undefined;
  /** Told that an approval was given or withdrawn. */
  readonly onChange: () => void;
}
