import type { AuditEntriesQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatInstant } from '../../ui/date-text.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import styles from './audit.module.css';

export interface TrailStateProps {
  readonly verification: NonNullable<AuditEntriesQuery['auditTrailVerification']>;
  readonly timeZone: string;
}

/** Tells whether the chain of the trail holds, and since when it does not. */
export function TrailState({ verification, timeZone }: TrailStateProps) {
  const { audit: messages } = useMessages();
  const locale = useLocale();
  const { through, wholeAt, break: broken } = verification;
  if (broken !== null)
    return (
      <div role="alert" className={styles['broken']}>
        <strong>{messages.brokenTitle}</strong>
        <p>
          {messages.brokenText(
            formatFigure(broken.number, locale),
            formatInstant(broken.foundAt, locale, timeZone),
          )}
        </p>
      </div>
    );
  if (wholeAt === null) return null;
  return (
    <p className={styles['whole']}>
      {messages.whole(formatFigure(through, locale), formatInstant(wholeAt, locale, timeZone))}
    </p>
  );
}
