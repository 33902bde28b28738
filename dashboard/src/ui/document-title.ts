import { useEffect } from 'react';
import { useMessages } from '../messages/language.tsx';

/** Names the document after the page that it shows. */
export function useDocumentTitle(title: string): void {
  const { product } = useMessages().shell;
  useEffect(() => {
    document.title = `${title} · ${product}`;
  }, [title, product]);
}
