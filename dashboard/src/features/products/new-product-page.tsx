import { Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useKeyedChange } from '../../api/use-keyed-change.ts';
import { CreateProductDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { ProductForm } from './product-form.tsx';
import { emptyProduct, toProductInput } from './product-values.ts';

/** Adds a product. */
export function NewProductPage() {
  const { products: messages, ui } = useMessages();
  const decimals = useDecimals();
  const navigate = useNavigate();
  const notify = useNotice();
  const { send } = useKeyedChange(CreateProductDocument);
  const created = useRef<string>(undefined);
  const cancel = (
    <Link to="/products" className={toButtonClass()}>
      {ui.cancel}
    </Link>
  );
  return (
    <PageLayout title={messages.create}>
      <ProductForm
        initial={emptyProduct}
        cancel={cancel}
        onSave={async (values) => {
          const result = await send(toProductInput(values, decimals));
          if (result.kind !== 'done') return result;
          created.current = result.payload.product?.id;
          notify(messages.created(values.name));
          return { kind: 'saved' };
        }}
        onSaved={() => {
          const id = created.current;
          if (id !== undefined) void navigate({ to: '/products/$id', params: { id }, replace: true });
        }}
      />
    </PageLayout>
  );
}
