import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useClient } from 'urql';
import { EditorProductsDocument, type EditorProductsQuery } from '../../generated/graphql.ts';
import { useLocale, useMessages } from '../../messages/language.tsx';
import { LabelledControl } from '../../ui/labelled-control.tsx';
import { formatMoney } from '../../ui/money-text.tsx';
import styles from './line-grid.module.css';

export type FoundProduct = NonNullable<EditorProductsQuery['products']>['edges'][number]['node'];

export interface DescriptionFieldProps {
  readonly id: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly hint: string | undefined;
  readonly onType: (text: string) => void;
  readonly onChoose: (product: FoundProduct) => void;
}

const waitMs = 200;
const minLength = 2;

/**
 * The text of a line, which may be any; products that match it are offered. Nothing is chosen but by the arrow keys and Enter, or
 * by a click, so that whoever writes on loses no letter.
 */
export function DescriptionField({ id, value, error, hint, onType, onChoose }: DescriptionFieldProps) {
  const { editor: messages, ui, states } = useMessages();
  const locale = useLocale();
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const { products, isSearching } = useProducts(isOpen ? value : '');
  const isShown = isOpen && value.trim().length >= minLength;
  const activeProduct = isShown ? products[active] : undefined;

  function choose(product: FoundProduct): void {
    setOpen(false);
    setActive(-1);
    onChoose(product);
  }

  function goByKey(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (isShown && products.length > 0 && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const start = active < 0 && step < 0 ? products.length : active + products.length;
      setActive((start + step) % products.length);
    } else if (event.key === 'Enter' && activeProduct) {
      event.preventDefault();
      choose(activeProduct);
    } else if (event.key === 'Escape' && isShown) {
      event.preventDefault();
      setOpen(false);
    }
  }

  return (
    <LabelledControl label={messages.fields.description} error={error} hint={hint} id={id}>
      {(attributes) => (
        <div className={styles['combo']}>
          <input
            {...attributes}
            type="text"
            role="combobox"
            autoComplete="off"
            aria-expanded={isShown}
            aria-autocomplete="list"
            aria-controls={isShown ? listId : undefined}
            aria-activedescendant={activeProduct ? `${listId}-${activeProduct.id}` : undefined}
            value={value}
            onChange={({ target }) => {
              onType(target.value);
              setActive(-1);
              setOpen(true);
            }}
            onBlur={() => setOpen(false)}
            onKeyDown={goByKey}
          />
          <span className={styles['spoken']} role="status">
            {isShown && (isSearching ? states.loading : ui.optionCount(products.length))}
          </span>
          {isShown && products.length > 0 && (
            <div
              id={listId}
              role="listbox"
              aria-label={messages.fields.productId}
              className={styles['popup']}
            >
              {products.map((product, index) => (
                // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which names the active option
                <div
                  key={product.id}
                  id={`${listId}-${product.id}`}
                  role="option"
                  tabIndex={-1}
                  aria-selected={index === active}
                  className={styles['option']}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => choose(product)}
                >
                  {product.name}
                  <span className={styles['more']}>
                    {product.sku} · {formatMoney(product.unitPrice, locale)} / {product.unit}
                  </span>
                </div>
              ))}
            </div>
          )}
        </div>
      )}
    </LabelledControl>
  );
}

const noProducts: readonly FoundProduct[] = [];

/** The products for a text, once it has stood for a moment; those for another text are gone at once. */
function useProducts(text: string) {
  const client = useClient();
  const [found, setFound] = useState({ text: '', products: noProducts });
  const search = text.trim();
  useEffect(() => {
    if (search.length < minLength) return undefined;
    let isLate = false;
    const timer = setTimeout(async () => {
      const { data } = await client.query(EditorProductsDocument, { search }).toPromise();
      const products = data?.products?.edges.map(({ node }) => node) ?? noProducts;
      if (!isLate) setFound({ text: search, products });
    }, waitMs);
    return () => {
      isLate = true;
      clearTimeout(timer);
    };
  }, [client, search]);
  const isFresh = found.text === search;
  return { products: isFresh ? found.products : noProducts, isSearching: !isFresh };
}
