import { type ReactElement, useState } from 'react';
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
import { ComboBox, type ComboOption } from '../../ui/combo-box.tsx';

export interface ChoiceFilterProps {
  /** The id of what is chosen. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

interface Choice extends ChoiceFilterProps {
  readonly label: string;
  readonly hint: string;
  /** The name of what is chosen, once it is known. */
  readonly name: string | undefined;
  readonly options: readonly ComboOption[];
  readonly isSearching: boolean;
  readonly onSearch: (text: string) => void;
}

function ChoiceFilter({ chosen, name, onChoose, ...rest }: Choice): ReactElement {
  return (
    <ComboBox
      {...rest}
      chosen={chosen === undefined ? undefined : { key: chosen, label: name ?? chosen }}
      onChoose={(option) => onChoose(option?.key)}
    />
  );
}

/** The text that was typed to search, and the queries that wait for one. */
function useChoice(chosen: string | undefined) {
  const [text, setText] = useState<string>();
  return {
    onSearch: setText,
    searching: { variables: { search: text || null }, isPaused: text === undefined },
    naming: { variables: { id: chosen ?? '' }, isPaused: chosen === undefined },
  };
}

/** Filters by a customer, found by a part of the name. */
export function CustomerFilter({ chosen, onChoose }: ChoiceFilterProps) {
  const { filters } = useMessages().invoices;
  const { onSearch, searching, naming } = useChoice(chosen);
  const found = useData(InvoiceCustomerChoiceDocument, searching);
  const name = useData(InvoiceCustomerNameDocument, naming);
  return (
    <ChoiceFilter
      {...{ chosen, onChoose, onSearch }}
      label={filters.customer}
      hint={filters.customerHint}
      name={name.data?.customer?.displayName}
      isSearching={found.isFetching}
      options={(found.data?.customers?.edges ?? []).map(({ node }) => ({
        key: node.id,
        label: node.displayName,
        description: node.taxNumber ?? undefined,
      }))}
    />
  );
}

/** Filters by a product on the lines, found by a part of its name or number. */
export function ProductFilter({ chosen, onChoose }: ChoiceFilterProps) {
  const { filters } = useMessages().invoices;
  const { onSearch, searching, naming } = useChoice(chosen);
  const found = useData(InvoiceProductChoiceDocument, searching);
  const name = useData(InvoiceProductNameDocument, naming);
  return (
    <ChoiceFilter
      {...{ chosen, onChoose, onSearch }}
      label={filters.product}
      hint={filters.productHint}
      name={name.data?.product?.name}
      isSearching={found.isFetching}
      options={(found.data?.products?.edges ?? []).map(({ node }) => ({
        key: node.id,
        label: node.name,
        description: node.sku,
      }))}
    />
  );
}

/** Filters by the import that brought invoices in, found by a part of the file's name. */
export function ImportFilter({ chosen, onChoose }: ChoiceFilterProps) {
  const { filters } = useMessages().invoices;
  const { onSearch, searching, naming } = useChoice(chosen);
  const found = useData(InvoiceImportChoiceDocument, searching);
  const name = useData(InvoiceImportNameDocument, naming);
  return (
    <ChoiceFilter
      {...{ chosen, onChoose, onSearch }}
      label={filters.importJob}
      hint={filters.importHint}
      name={name.data?.importJob?.fileName}
      isSearching={found.isFetching}
      options={(found.data?.importJobs?.edges ?? []).map(({ node }) => ({
        key: node.id,
        label: node.fileName,
        description: filters.importNumber(node.number),
      }))}
    />
  );
}
