import { useEffect, useEffectEvent, useState } from 'react';
import type { LiveFiguresFragment } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatFigure } from '../../ui/format-figure.ts';
import { formatMoney } from '../../ui/money-text.tsx';
import styles from './live.module.css';

const everyMs = 10_000;

/** Tells screen readers of the figures, at most every ten seconds and only if they have changed. */
export function SpokenSummary({
  figures,
  isPaused,
}: {
  readonly figures: LiveFiguresFragment | undefined;
  readonly isPaused: boolean;
}) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const [text, setText] = useState('');
  const say = useEffectEvent(() => {
    if (isPaused || figures === undefined) return;
    const rate = formatFigure(figures.invoicesPerSecond, locale, 1);
    const amounts = figures.lastFiveSeconds.map(({ total }) => formatMoney(total, locale));
    setText(messages.spoken(rate, amounts.join(', ')));
  });
  useEffect(() => {
    const timer = setInterval(say, everyMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={styles['hiddenText']} role="status" data-testid="spoken-summary">
      {text}
    </p>
  );
}
