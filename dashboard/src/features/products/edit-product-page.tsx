import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useClient } from 'urql';
import { useChange } from '../../api/use-change.ts';
import { useData } from '../../api/use-data.ts';
import {
  type ProductDetailsFragment,
  ProductDocument,
  UpdateProductDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { useNotice } from '../../ui/notices.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import type { RecordFormProps } from '../../ui/use-record-form.tsx';
import { ProductForm } from './product-form.tsx';
import { type ProductValues, toProductInput, toProductValues } from './product-values.ts';

const route = getRouteApi('/products/$id/edit');

/** Changes a product. */
export function EditProductPage() {
  const { products: messages, ui } = useMessages();
  const { id } = route.useParams();
  const view = useData(ProductDocument, { variables: { id } });
  const name = view.data?.product?.name;
  return (
    <PageLayout title={name === undefined ? ui.edit : messages.edit(name)}>
      <StateView view={view} select={({ product }) => product}>
        {(product) => <EditForm key={product.id} product={product} />}
      </StateView>
    </PageLayout>
  );
}

/** Typed text stays while the product is fetched again: only the first answer fills the form. */
function EditForm({ product }: { readonly product: ProductDetailsFragment }) {
  const { ui } = useMessages();
  const decimals = useDecimals();
  const navigate = useNavigate();
  const { id } = product;
  const save = useSave(product);
  return (
    <ProductForm
      initial={toProductValues(product, decimals)}
      onSave={save}
      onSaved={() => void navigate({ to: '/products/$id', params: { id }, replace: true })}
      cancel={
        <Link to="/products/$id" params={{ id }} className={toButtonClass()}>
          {ui.cancel}
        </Link>
      }
    />
  );
}

/** Saves a change of the version that was loaded; at a conflict the newest version is what the next change is made from. */
function useSave({ id, version }: ProductDetailsFragment): RecordFormProps<ProductValues>['onSave'] {
  const { products: messages } = useMessages();
  const decimals = useDecimals();
  const notify = useNotice();
  const client = useClient();
  const { send } = useChange(UpdateProductDocument);
  const expectedVersion = useRef(version);
  return async (values) => {
    const input = { ...toProductInput(values, decimals), id, expectedVersion: expectedVersion.current };
    const result = await send({ input });
    if (result.kind === 'done') {
      notify(messages.saved(values.name));
      return { kind: 'saved' };
    }
    const isConflict = result.kind === 'refused' && result.userErrors.some(({ code }) => code === 'CONFLICT');
    if (!isConflict) return result;
    const { data } = await client
      .query(ProductDocument, { id }, { requestPolicy: 'network-only' })
      .toPromise();
    if (!data?.product) return result;
    expectedVersion.current = data.product.version;
    return { kind: 'conflict', theirs: toProductValues(data.product, decimals) };
  };
}
