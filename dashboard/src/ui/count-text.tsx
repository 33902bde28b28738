import { useLocale } from '../messages/language.tsx';

/** A whole number. */
export function CountText({ count }: { readonly count: number }) {
  return <>{new Intl.NumberFormat(useLocale()).format(count)}</>;
}
