import { useEffect, useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import styles from './shell.module.css';

/** Says that the browser has no network. */
export function OfflineNotice() {
  const { shell } = useMessages();
  const [isOffline, setOffline] = useState(!navigator.onLine);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    window.addEventListener('offline', () => setOffline(true), { signal });
    window.addEventListener('online', () => setOffline(false), { signal });
    return () => controller.abort();
  }, []);
  return <div role="status">{isOffline && <div className={styles['offline']}>{shell.offline}</div>}</div>;
}
