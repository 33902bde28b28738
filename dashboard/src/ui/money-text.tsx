import { getNumberFormat } from '../messages/intl-formats.ts';
import { useLocale } from '../messages/language.tsx';
import styles from './money-text.module.css';

/** An amount of the API. */
export interface MoneyLike {
  readonly amount: string;
  readonly currency: string;
}

/** Writes an amount with its currency, to the last digit: no digit passes through a JavaScript number. */
export function formatMoney({ amount, currency }: MoneyLike, locale: string): string {
  const digits = amount.split('.')[1]?.length ?? 0;
  const format = getNumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'code',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(amount as Intl.StringNumericLiteral);
}

/** An amount with its currency. One below zero differs by more than its colour. */
export function MoneyText({ money }: { readonly money: MoneyLike }) {
  const locale = useLocale();
  return (
    <span className={money.amount.startsWith('-') ? styles['negative'] : styles['money']}>
      {formatMoney(money, locale)}
    </span>
  );
}
