import { useClient } from 'urql';
import type { TrustedDocument } from '../../api/trusted-document.ts';
import { useData } from '../../api/use-data.ts';
import {
  InvoiceCustomerChoiceDocument,
  InvoiceCustomerNameDocument,
  InvoiceImportChoiceDocument,
  InvoiceImportNameDocument,
  InvoiceProductChoiceDocument,
  InvoiceProductNameDocument,
} from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import { ChoiceFilter, type ChoiceFilterProps, type NamedChoice } from '../../ui/choice-filter.tsx';
import type { ComboOption, ComboSearch } from '../../ui/use-combo-options.ts';

interface SearchVariables {
  readonly search: string | null;
}

/** A search by a query of which a part of the answer becomes options. */
function useChoiceSearch<Data>(
  document: TrustedDocument<Data, { search?: string | null }>,
  toOptions: (data: Data) => readonly ComboOption[] | undefined,
): ComboSearch {
  const client = useClient();
  return async (text) => {
    const variables: SearchVariables = { search: text.trim() || null };
    const { data } = await client
      .query(document as TrustedDocument<Data, SearchVariables>, variables)
      .toPromise();
    return (data && toOptions(data)) ?? [];
  };
}

function toNaming(chosen: string | undefined) {
  return { variables: { id: chosen ?? '' }, isPaused: chosen === undefined };
}

/** Filters by a customer, found by a part of the name. Its texts are those of the list, so that other lists can have it. */
export function CustomerFilter({ chosen, ...rest }: ChoiceFilterProps & Pick<NamedChoice, 'label' | 'hint'>) {
  const search = useChoiceSearch(InvoiceCustomerChoiceDocument, ({ customers }) =>
    customers?.edges.map(({ node }) => ({
      key: node.id,
      label: node.displayName,
      description: node.taxNumber ?? undefined,
    })),
  );
  const name = useData(InvoiceCustomerNameDocument, toNaming(chosen));
  return <ChoiceFilter {...{ chosen, search, ...rest }} name={name.data?.customer?.displayName} />;
}

/** Filters by a product on the lines, found by a part of its name or number. */
export function ProductFilter({ chosen, onChoose }: ChoiceFilterProps) {
  const { filters } = useMessages().invoices;
  const search = useChoiceSearch(InvoiceProductChoiceDocument, ({ products }) =>
    products?.edges.map(({ node }) => ({
      key: node.id,
      label: node.name,
      description: node.sku,
    })),
  );
  const name = useData(InvoiceProductNameDocument, toNaming(chosen));
  return (
    <ChoiceFilter
      {...{ chosen, onChoose, search }}
      label={filters.product}
      hint={filters.productHint}
      name={name.data?.product?.name}
    />
  );
}

/** Filters by the import that brought invoices in, found by a part of the file's name. */
export function ImportFilter({ chosen, onChoose }: ChoiceFilterProps) {
  const { filters } = useMessages().invoices;
  const search = useChoiceSearch(InvoiceImportChoiceDocument, ({ importJobs }) =>
    importJobs?.edges.map(({ node }) => ({
      key: node.id,
      label: node.fileName,
      description: filters.importNumber(node.number),
    })),
  );
  const name = useData(InvoiceImportNameDocument, toNaming(chosen));
  return (
    <ChoiceFilter
      {...{ chosen, onChoose, search }}
      label={filters.importJob}
      hint={filters.importHint}
      name={name.data?.importJob?.fileName}
    />
  );
}
