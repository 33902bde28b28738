import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { useMessages } from '../messages/language.tsx';
import { Button } from './button.tsx';
import styles from './notices.module.css';

interface Notice {
  readonly id: number;
  readonly text: string;
  readonly kind: 'success' | 'failure';
}

type ShowNotice = (text: string, kind?: Notice['kind']) => void;

const NoticeContext = createContext<ShowNotice>(() => {});

/** Shows what an action came to. It stays until it is closed or three newer ones have come, so that nobody has to hurry. */
export function useNotice(): ShowNotice {
  return use(NoticeContext);
}

const maxNotices = 3;
let nextId = 1;

/** The place where notices appear, which screen readers read out. */
export function NoticeRegion({ children }: { readonly children: ReactNode }) {
  const { ui } = useMessages();
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const show = useCallback<ShowNotice>((text, kind = 'success') => {
    nextId += 1;
    const notice = { id: nextId, text, kind };
    setNotices((old) => [...old, notice].slice(-maxNotices));
  }, []);
  const region = useMemo(
    () => (
      <div className={styles['region']} role="status" aria-label={ui.notices}>
        {notices.map(({ id, text, kind }) => (
          <div key={id} className={`${styles['notice']} ${styles[kind]}`}>
            <span>{text}</span>
            <Button
              kind="plain"
              aria-label={ui.closeNotice}
              onClick={() => setNotices((old) => old.filter((one) => one.id !== id))}
            >
              <span aria-hidden="true">×</span>
            </Button>
          </div>
        ))}
      </div>
    ),
    [notices, ui],
  );
  return (
    <NoticeContext value={show}>
      {children}
      {region}
    </NoticeContext>
  );
}
