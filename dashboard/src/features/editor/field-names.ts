import { toControlId } from '../../ui/form-errors.ts';

/** The id of a control of the head, such as `dueDate` or `allowances.0.value`. */
export function toHeadId(field: string): string {
  return toControlId(`draft.${field}`);
}

/** The id of a control of a line. */
export function toLineId(key: string, field: string): string {
  return toControlId(`line.${key}.${field}`);
}

/** The line and the field of a control, by its id. */
export function findLineField(id: string): { readonly key: string; readonly field: string } | undefined {
  const prefix = toControlId('line.');
  if (!id.startsWith(prefix)) return undefined;
  const [key = '', ...field] = id.slice(prefix.length).split('.');
  return { key, field: field.join('.') };
}
