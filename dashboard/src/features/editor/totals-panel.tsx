import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { formatRate } from '../../ui/format-rate.ts';
import { formatTimeOfDay } from '../../ui/format-time-of-day.ts';
import { type MoneyLike, MoneyText } from '../../ui/money-text.tsx';
import styles from './draft-editor.module.css';
import type { DraftPreview } from './use-preview.ts';

export interface TotalsPanelProps {
  readonly preview: DraftPreview;
  /** The number of lines that are not in the figures, as something in them is missing or wrong. */
  readonly leftOut: number;
}

/** The totals as the server has computed them, with the time at which it did. */
export function TotalsPanel({ preview, leftOut }: TotalsPanelProps) {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const { figures, atMs, isOld, isRefused, hasFailed } = preview;
  const isCurrent = !isOld && !hasFailed;
  return (
    <section
      className={styles['totals']}
      aria-labelledby="totals-title"
      aria-busy={(isOld && !isRefused) || undefined}
    >
      <h2 id="totals-title">{messages.totals}</h2>
      {figures === undefined ? (
        <p>{isOld && preview.lineKeys.length > 0 ? messages.totalsFirst : messages.totalsNone}</p>
      ) : (
        <table className={`${styles['sums']} ${isCurrent ? '' : styles['old']}`}>
          <tbody>
            <Sum label={messages.lineTotal} money={figures.lineTotal} />
            {isWritten(figures.allowanceTotal) && (
              <Sum label={messages.allowanceTotal} money={figures.allowanceTotal} sign="−" />
            )}
            {isWritten(figures.chargeTotal) && (
              <Sum label={messages.chargeTotal} money={figures.chargeTotal} sign="+" />
            )}
            <Sum label={messages.netTotal} money={figures.netTotal} />
            {figures.taxSubtotals.map(({ taxRate, taxCategory, taxAmount }) => (
              <Sum
                key={`${taxCategory} ${taxRate}`}
                label={messages.taxOf(messages.taxCategories[taxCategory], formatRate(taxRate, locale))}
                money={taxAmount}
              />
            ))}
            <Sum label={messages.taxTotal} money={figures.taxTotal} />
            <Sum label={messages.total} money={figures.total} isStrong />
          </tbody>
        </table>
      )}
      {leftOut > 0 && <p>{messages.totalsWithout(leftOut, formatFigure(leftOut, locale))}</p>}
      <p className={styles['age']} role="status">
        {hasFailed
          ? messages.totalsFailed
          : atMs !== undefined &&
            messages[isRefused ? 'totalsRefused' : isOld ? 'totalsOld' : 'totalsAt'](
              formatTimeOfDay(atMs, locale),
            )}
      </p>
    </section>
  );
}

interface SumProps {
  readonly label: string;
  readonly money: MoneyLike;
  readonly sign?: string;
  readonly isStrong?: boolean;
}

function Sum({ label, money, sign = '', isStrong = false }: SumProps) {
  return (
    <tr className={isStrong ? styles['strong'] : undefined}>
      <th scope="row">{label}</th>
      <td>
        {sign && `${sign} `}
        <MoneyText money={money} />
      </td>
    </tr>
  );
}

/** True if an amount has a digit that is not zero. */
function isWritten({ amount }: MoneyLike): boolean {
  return /[1-9]/.test(amount);
}
