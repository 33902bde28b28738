import { useLocale, useMessages } from '../../messages/language.tsx';
import { Badge, type BadgeProps } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { formatTimeOfDay } from '../../ui/format-time-of-day.ts';
import styles from './live.module.css';
import type { LiveFiguresView } from './use-live-figures.ts';

const tones: Readonly<Record<LiveFiguresView['state'], NonNullable<BadgeProps['tone']>>> = {
  connecting: 'neutral',
  live: 'success',
  stale: 'warning',
  reconnecting: 'warning',
  ended: 'danger',
};

/** The state of the live figures and their age, and the button that holds them still. */
export function LiveStatusBar({ view }: { readonly view: LiveFiguresView }) {
  const { live: messages } = useMessages();
  const locale = useLocale();
  const { state, isPaused, receivedAtMs, waitingCount, problem, pause, resume, retry } = view;
  const clock = receivedAtMs === undefined ? undefined : formatTimeOfDay(receivedAtMs, locale);
  const isOld = isPaused || state !== 'live';
  return (
    <div className={styles['status']}>
      <span role="status">
        <Badge tone={isPaused ? 'neutral' : tones[state]}>
          {isPaused ? messages.paused : messages.states[state]}
        </Badge>{' '}
        {state === 'ended' && !isPaused && messages.endedText(problem?.message ?? '')}
      </span>
      {clock !== undefined && isOld && <span>{messages.asOf(clock)}</span>}
      {isPaused && waitingCount > 0 && <span>{messages.waiting(waitingCount)}</span>}
      {state === 'ended' && <Button onClick={retry}>{messages.begin}</Button>}
      <Button onClick={isPaused ? resume : pause}>{isPaused ? messages.resume : messages.pause}</Button>
    </div>
  );
}
