import type { ReactNode } from 'react';
import { useDocumentTitle } from './document-title.ts';
import styles from './page-layout.module.css';

export interface PageLayoutProps {
  /** The heading, and the beginning of the document's title. */
  readonly title: string;
  /** Buttons and links beside the heading. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page inside the shell: its heading takes the focus when somebody comes to it. */
export function PageLayout({ title, actions, children }: PageLayoutProps) {
  useDocumentTitle(title);
  return (
    <>
      <div className={styles['header']}>
        <h1 id="page-title" tabIndex={-1}>
          {title}
        </h1>
        {actions && <div className={styles['actions']}>{actions}</div>}
      </div>
      {children}
    </>
  );
}
