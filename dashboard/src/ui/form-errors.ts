import type { FieldErrors, FieldValues, Path, UseFormSetError } from 'react-hook-form';
import type { InputProblem } from '../api/use-change.ts';
import type { FormError } from './error-summary.tsx';

/** The id of a control by its name in the form, such as `address.city`. */
export function toControlId(name: string): string {
  return `field-${name}`;
}

/**
 * Puts what the API refused at the fields of a form, whose names are the paths of its input; what is of no field concerns the
 * whole.
 */
export function setInputProblems<Values extends FieldValues>(
  setError: UseFormSetError<Values>,
  problems: readonly InputProblem[],
): void {
  for (const { field, message, code } of problems) {
    const name = field.join('.');
    setError(name === '' ? `root.${code}` : (name as Path<Values>), { type: code, message });
  }
}

/**
 * Lists all that is wrong in a form, in the order of its fields, for a summary.
 *
 * @param labels by the names of fields
 */
export function listFormErrors(
  errors: FieldErrors,
  labels: Readonly<Record<string, string>> = {},
): readonly FormError[] {
  return collect(errors, []).map(({ name, message }) => {
    const isWhole = name === 'root' || name.startsWith('root.');
    return isWhole ? { message } : { fieldId: toControlId(name), label: labels[name], message };
  });
}

function collect(
  errors: object,
  path: readonly string[],
): { readonly name: string; readonly message: string }[] {
  return Object.entries(errors).flatMap(([key, error]) => {
    if (typeof error !== 'object' || error === null || key === 'ref') return [];
    const place = [...path, key];
    if (typeof error.message === 'string' && error.message !== '')
      return [{ name: place.join('.'), message: error.message }];
    return collect(error, place);
  });
}
