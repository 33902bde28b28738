import { useLocale, useMessages } from '../../messages/language.tsx';
import { formatTimeOfDay } from '../../ui/format-time-of-day.ts';
import styles from './draft-editor.module.css';
import type { SaveState } from './draft-saver.ts';

/** Says how far what is typed has come: nothing to save, kept here, on its way, saved at a time, or in want of something. */
export function SaveStatus({ state, isKept }: { readonly state: SaveState; readonly isKept: boolean }) {
  const { editor: messages } = useMessages();
  const locale = useLocale();
  const isWarning = ['waiting', 'refused', 'conflict', 'closed'].includes(state.kind);
  return (
    <>
      <p className={`${styles['status']} ${isWarning ? styles['warning'] : ''}`} role="status">
        {state.kind === 'saved'
          ? messages.states.saved(formatTimeOfDay(state.atMs, locale))
          : messages.states[state.kind]}
      </p>
      {!isKept && <p role="alert">{messages.notKept}</p>}
    </>
  );
}
