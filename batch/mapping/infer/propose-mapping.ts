import type { DialectProposal } from '../../csv/inspect-dialect.ts';
import type { InvoiceMapping, InvoiceMappingInput } from '../invoice-mapping.ts';
import { isPaymentMapping, type Mapping } from '../mapping.ts';
import { checkMapping } from '../parse-mapping.ts';
import { inferMapping } from './infer-mapping.ts';
import type { Sample } from './sample.ts';
import { tryMapping } from './try-mapping.ts';

/** A mapping file for a file that is not known. */
export type MappingProposal =
  /** A mapping file that loads; its `doubts` say what to check. */
  | { readonly mapping: InvoiceMappingInput; readonly missing?: undefined }
  | { readonly mapping?: undefined; readonly missing: readonly string[] };

/**
 * Proposes a mapping for a file by its beginning, tries it, and says what is uncertain.
 *
 * @param name the name of the mapping
 * @param shipped mappings that may fit as they are
 */
export function proposeMapping(
  sample: Sample,
  doubtsOfDialect: DialectProposal['doubts'],
  name: string,
  shipped: readonly Mapping[],
): MappingProposal {
  const inferred = inferMapping(sample, name);
  if (inferred.mapping === undefined) return inferred;
  const checked = checkMapping(inferred.mapping);
  if (checked.mapping === undefined) {
    const problems = checked.problems.map(({ path, message }) => `${path} ${message}`).join('; ');
    throw new TypeError(`The proposed mapping is not valid: ${problems}`);
  }
  const proposed = checked.mapping;
  if (isPaymentMapping(proposed)) throw new TypeError('The proposed mapping is not one of invoices.');
  const fitting = shipped.filter((mapping) => {
    if (isPaymentMapping(mapping)) return false;
    const trial = tryMapping(mapping, sample);
    return trial !== undefined && trial.rows > 0 && trial.rejectedRows <= trial.rows / 10;
  });
  const doubts = [
    ...fitting.map(
      (mapping) => `The mapping "${mapping.name}", which is there already, fits this file as well.`,
    ),
    ...doubtsOfDialect.map((doubt) => `${doubt.charAt(0).toUpperCase()}${doubt.slice(1)} (file).`),
    ...inferred.doubts,
    ...describeTrial(proposed, sample),
  ];
  return { mapping: { ...inferred.mapping, doubts } };
}

function describeTrial(mapping: InvoiceMapping, sample: Sample): string[] {
  const trial = tryMapping(mapping, sample);
  if (trial === undefined) throw new TypeError('The proposed mapping does not fit its file.');
  const { rows, rejectedRows, invoices, byCode } = trial;
  if (rejectedRows === 0) return [];
  const reasons = [...byCode].map(([code, count]) => `${code} ${count}`).join(', ');
  return [
    `Of the ${rows} rows of the sample ${rejectedRows} would be rejected (${reasons}), the others make ${invoices} invoices.`,
  ];
}
