import type { NumberForm } from '../cells/number-form.ts';
import type { InvoiceMappingInput } from '../invoice-mapping.ts';
import type { Sample } from './sample.ts';

/** The settings of a mapping for the dialect of a sample. */
export function toFileSettings({ dialect, names }: Sample): InvoiceMappingInput['file'] {
  const { header, comment, ...file } = dialect;
  return {
    ...file,
    ...(comment === undefined ? {} : { comment }),
    ...(header ? {} : { columns: [...names] }),
  };
}

/** The settings of a mapping for a form of numbers. */
export function toNumberSettings({
  thousands,
  negative,
  groups,
  ...form
}: NumberForm): NonNullable<InvoiceMappingInput['numbers']> {
  return {
    ...form,
    thousands: ([' ', '.', ',', "'"] as const).filter((separator) => thousands.includes(separator)),
    ...(groups === undefined ? {} : { groups }),
    negative: [...negative],
  };
}
