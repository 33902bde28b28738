import { Link, useLocation } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { usePerson } from '../api/api-context.ts';
import { mayUse } from '../api/roles.ts';
import { useMessages } from '../messages/language.tsx';
import { Button } from '../ui/button.tsx';
import styles from './main-navigation.module.css';
import { navigation } from './navigation.ts';

/** Links to the pages that the person may enter; on a narrow screen behind a button. */
export function MainNavigation() {
  const messages = useMessages();
  const { roles } = usePerson();
  const { pathname } = useLocation();
  /** The path at which the menu was opened; at another path it is closed. */
  const [openAt, setOpenAt] = useState<string>();
  const isOpen = openAt === pathname;
  if (openAt !== undefined && !isOpen) setOpenAt(undefined);
  const setOpen = (shows: boolean) => setOpenAt(shows ? pathname : undefined);
  const id = useId();
  return (
    <nav
      className={styles['navigation']}
      aria-label={messages.shell.mainNavigation}
      onKeyDown={({ key }) => {
        if (key === 'Escape') setOpen(false);
      }}
    >
      <span className={styles['button']}>
        <Button aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
          <span aria-hidden="true">☰</span> {messages.shell.menu}
        </Button>
      </span>
      <ul id={id} className={isOpen ? styles['open'] : undefined}>
        {navigation
          .filter(({ needs }) => mayUse(roles, needs))
          .map(({ to, label }) => (
            <li key={to}>
              <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }}>
                {label(messages)}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
