import { Link } from '@tanstack/react-router';
import { useMessages } from '../../messages/language.tsx';
import { useNoticeFeed } from './notice-feed.tsx';
import styles from './notices.module.css';

/** Leads to the notices and tells how many are unread; a new one is read out. */
export function NoticeBell() {
  const { notices: messages } = useMessages();
  const { unreadCount = 0, newest } = useNoticeFeed();
  return (
    <>
      <Link to="/notices" className={styles['bell'] ?? ''} aria-label={messages.bell(unreadCount)}>
        <svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20">
          <path
            d="M12 3a6 6 0 0 0-6 6v4l-2 3h16l-2-3V9a6 6 0 0 0-6-6Zm-2 15a2 2 0 0 0 4 0"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinejoin="round"
          />
        </svg>
        {unreadCount > 0 && (
          <span className={styles['count']} aria-hidden="true">
            {unreadCount > 99 ? '99+' : unreadCount}
          </span>
        )}
      </Link>
      <span role="status" className={styles['spoken']}>
        {newest && messages.arrived(messages.kinds[newest.kind], newest.subject)}
      </span>
    </>
  );
}
