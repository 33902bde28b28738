import { ifGiven } from '#kernel/if-given.ts';
import type { InputProblems } from '#kernel/input-problems.ts';
import { parseRequiredText } from '#kernel/text-input.ts';
import type { UpdateViewInput } from '../generated/types.ts';
import { parseAddressText } from './address-text.ts';
import { workspaceBounds } from './bounds.ts';

/** The fields of a saved view in an input; absent ones stay as they are. */
export type ViewFieldsInput = Pick<UpdateViewInput, 'name' | 'state' | 'isDefault'>;

/** Fields to be set; undefined ones stay as they are. */
export interface ViewChanges {
  readonly name?: string | undefined;
  readonly state?: string | undefined;
  readonly isDefault?: boolean | undefined;
}

/** Reads the given fields and notes all problems. */
export function parseViewFields(
  { name, state, isDefault }: ViewFieldsInput,
  problems: InputProblems,
): ViewChanges {
  const required = <Value>(value: Value | null, field: string): value is Value => {
    if (value === null) problems.at(field).add('REQUIRED', 'Must not be empty.');
    return value !== null;
  };
  return {
    name: ifGiven(name, (text) =>
      parseRequiredText(text, { maxLength: workspaceBounds.name }, problems.at('name')),
    ),
    state: ifGiven(state, (text) =>
      required(text, 'state')
        ? parseAddressText(text.replace(/^\?/, ''), workspaceBounds.state, problems.at('state'))
        : undefined,
    ),
    isDefault: ifGiven(isDefault, (flag) => (required(flag, 'isDefault') ? flag : undefined)),
  };
}
