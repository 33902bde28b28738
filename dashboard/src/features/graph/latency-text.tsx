import { getNumberFormat } from '../../messages/intl-formats.ts';
import { useLocale } from '../../messages/language.tsx';

/** A latency in milliseconds. */
export function LatencyText({ ms }: { readonly ms: number }) {
  const format = getNumberFormat(useLocale(), {
    style: 'unit',
    unit: 'millisecond',
    maximumFractionDigits: 1,
  });
  return <>{format.format(ms)}</>;
}
