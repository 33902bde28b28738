// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by offset, and table elements that are placed so lose their meaning in some browsers
import { memo, type RefCallback } from 'react';
import { fieldBounds } from '../../api/field-bounds.ts';
import { useMessages } from '../../messages/language.tsx';
import { Button } from '../../ui/button.tsx';
import { DecimalField } from '../../ui/decimal-field.tsx';
import { type MoneyLike, MoneyText } from '../../ui/money-text.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { DescriptionField, type FoundProduct } from './description-field.tsx';
import type { DraftDocument } from './draft-document.ts';
import { type FieldProblems, isUntaxed } from './draft-reading.ts';
import type { LineText, LineValues } from './draft-values.ts';
import { toLineId } from './field-names.ts';
import { LineDetails } from './line-details.tsx';
import styles from './line-grid.module.css';

export interface LineRowProps {
  readonly line: LineValues;
  readonly index: number;
  /** The place from the beginning of the grid, in pixels. */
  readonly top: number;
  readonly document: DraftDocument;
  readonly problems: FieldProblems;
  /** As the server computed it; undefined until it has. */
  readonly net: MoneyLike | undefined;
  /** The price that the server took from the product, where the line has none. */
  readonly priceOfProduct: string | undefined;
  readonly isNetOld: boolean;
  readonly isOpen: boolean;
  readonly onToggle: (key: string) => void;
  readonly onRemove: (key: string) => void;
  readonly measure: RefCallback<Element>;
}

/** A line of the invoice; it is drawn again only if something of itself has changed. */
export const LineRow = memo(function LineRow(props: LineRowProps) {
  const { line, index, top, document, problems, net, priceOfProduct, isNetOld, isOpen } = props;
  const { editor: messages } = useMessages();
  const decimals = useDecimals();
  const { key } = line;
  const number = index + 1;
  const text = (field: LineText) => ({
    label: messages.fields[field],
    id: toLineId(key, field),
    error: problems[field],
    value: line[field],
    onChange: ({ target }: { target: { value: string } }) =>
      document.changeLine(key, { [field]: target.value }, `${key}.${field}`),
  });

  function chooseProduct(product: FoundProduct): void {
    const { currency, pricesIncludeTax } = document.values;
    // The server adds the tax to a price that is to include it, and says so where the currency is another one.
    const isPriceKnown = !pricesIncludeTax && product.unitPrice.currency === currency;
    document.changeLine(key, {
      productId: product.id,
      sku: product.sku,
      description: product.name,
      quantity: line.quantity.trim() === '' ? decimals.format('1') : line.quantity,
      unit: product.unit,
      unitPrice: isPriceKnown ? decimals.format(product.unitPrice.amount) : '',
      taxRate: decimals.format(product.taxRate),
      taxCategory: isUntaxed(product.taxCategory) ? product.taxCategory : '',
      taxExemptionReason: product.taxExemptionReason ?? '',
    });
  }

  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the fields in it take the focus
    <div
      ref={props.measure}
      role="row"
      aria-rowindex={number + 1}
      aria-label={messages.line(number)}
      data-index={index}
      data-line={key}
      className={styles['row']}
      style={{ transform: `translateY(${top}px)` }}
    >
      <div role="cell" className={styles['number']}>
        {number}
      </div>
      <div role="cell" className={styles['description']}>
        <DescriptionField
          id={toLineId(key, 'description')}
          value={line.description}
          error={problems['description']}
          hint={line.sku === '' ? undefined : messages.product(line.sku)}
          onType={(description) => document.changeLine(key, { description }, `${key}.description`)}
          onChoose={chooseProduct}
        />
      </div>
      <div role="cell">
        <DecimalField {...text('quantity')} />
      </div>
      <div role="cell">
        <TextField {...text('unit')} maxLength={fieldBounds.unitLength} />
      </div>
      <div role="cell">
        <DecimalField
          {...text('unitPrice')}
          placeholder={
            line.productId === ''
              ? undefined
              : priceOfProduct === undefined
                ? messages.fromProduct
                : decimals.format(priceOfProduct)
          }
        />
      </div>
      <div role="cell">
        <DecimalField {...text('taxRate')} disabled={isUntaxed(line.taxCategory)} />
      </div>
      <div role="cell" className={`${styles['net']} ${isNetOld ? styles['old'] : ''}`}>
        <span className={styles['netLabel']}>{messages.net}</span>
        {net && <MoneyText money={net} />}
      </div>
      <div role="cell" className={styles['buttons']}>
        <Button
          kind="plain"
          tabIndex={-1}
          aria-expanded={isOpen}
          aria-label={messages.lineDetails(number)}
          title={messages.lineDetails(number)}
          onClick={() => props.onToggle(key)}
        >
          <span aria-hidden="true">…</span>
        </Button>
        <Button
          kind="plain"
          tabIndex={-1}
          aria-label={messages.removeLine(number)}
          title={messages.removeLine(number)}
          onClick={() => props.onRemove(key)}
        >
          <span aria-hidden="true">×</span>
        </Button>
      </div>
      {isOpen && (
        <div role="cell" className={styles['details']}>
          {line.sku !== '' && (
            <div>
              <Button onClick={() => document.changeLine(key, { productId: '', sku: '' })}>
                {messages.detachProduct(line.sku)}
              </Button>
            </div>
          )}
          <LineDetails line={line} document={document} problems={problems} />
        </div>
      )}
    </div>
  );
});
