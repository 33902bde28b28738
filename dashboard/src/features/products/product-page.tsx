import { getRouteApi, Link } from '@tanstack/react-router';
import { usePerson } from '../../api/api-context.ts';
import { mayUse } from '../../api/roles.ts';
import { useData } from '../../api/use-data.ts';
import { type ProductDetailsFragment, ProductDocument } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { toButtonClass } from '../../ui/button.tsx';
import { InstantText } from '../../ui/date-text.tsx';
import { DescriptionList } from '../../ui/description-list.tsx';
import { MoneyText } from '../../ui/money-text.tsx';
import { PageLayout } from '../../ui/page-layout.tsx';
import { StateView } from '../../ui/state-view.tsx';
import { useDecimals } from '../../ui/use-decimals.ts';
import { ProductArchiveButton } from './product-archive-button.tsx';
import { StockJournal } from './stock-journal.tsx';
import { StockMovementButton } from './stock-movement-button.tsx';

const route = getRouteApi('/products/$id');

/** A product with its price, VAT and stock; its managers see the journal of the stock too. */
export function ProductPage() {
  const { products: messages, ui } = useMessages();
  const { roles } = usePerson();
  const { id } = route.useParams();
  const view = useData(ProductDocument, { variables: { id } });
  const product = view.data?.product;
  return (
    <PageLayout
      title={product?.name ?? messages.title}
      actions={
        product &&
        mayUse(roles, 'Mutation.updateProduct') && (
          <>
            <Link to="/products/$id/edit" params={{ id }} className={toButtonClass('primary')}>
              {ui.edit}
            </Link>
            {product.isStockTracked && <StockMovementButton product={product} />}
            <ProductArchiveButton product={product} />
          </>
        )
      }
    >
      <StateView view={view} select={(data) => data.product} skeletonRows={4}>
        {(found) => <Details product={found} />}
      </StateView>
      {product && mayUse(roles, 'Mutation.recordStockMovement') && <StockJournal id={id} />}
    </PageLayout>
  );
}

function Details({ product }: { readonly product: ProductDetailsFragment }) {
  const { products: messages } = useMessages();
  const decimals = useDecimals();
  const { status, isStockTracked, stock, unit, lowStockAt } = product;
  const quantity = (decimal: string) => `${decimals.format(decimal)} ${unit}`;
  return (
    <DescriptionList
      items={[
        {
          term: messages.status,
          value: (
            <Badge tone={status === 'ACTIVE' ? 'success' : 'neutral'}>{messages.statuses[status]}</Badge>
          ),
        },
        { term: messages.fields.sku, value: product.sku },
        { term: messages.fields.description, value: product.description },
        { term: messages.unitPriceOf(unit), value: <MoneyText money={product.unitPrice} /> },
        { term: messages.fields.taxRate, value: decimals.format(product.taxRate) },
        { term: messages.fields.taxCategory, value: messages.taxCategories[product.taxCategory] },
        { term: messages.fields.taxExemptionReason, value: product.taxExemptionReason },
        { term: messages.stock, value: isStockTracked ? quantity(stock) : messages.notTracked },
        { term: messages.fields.lowStockAt, value: lowStockAt && quantity(lowStockAt) },
        { term: messages.addedAt, value: <InstantText instant={product.createdAt} /> },
        { term: messages.updatedAt, value: <InstantText instant={product.updatedAt} /> },
      ]}
    />
  );
}
