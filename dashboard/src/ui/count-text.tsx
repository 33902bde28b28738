import { useLocale } from '../messages/language.tsx';
import { formatFigure } from './format-figure.ts';

/** A whole number. */
export function CountText({ count }: { readonly count: number }) {
  return <>{formatFigure(count, useLocale())}</>;
}
