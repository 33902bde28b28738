import { useState } from 'react';
import { ComboBox } from './combo-box.tsx';
import type { ComboOption, ComboSearch } from './use-combo-options.ts';

export interface ChoiceFilterProps {
  /** The id of what is chosen. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

export interface NamedChoice extends ChoiceFilterProps {
  readonly label: string;
  readonly hint: string;
  /** The name of what is chosen, once it is known. */
  readonly name: string | undefined;
  readonly search: ComboSearch;
}

/** One of many things to filter by, found by a part of its name. */
export function ChoiceFilter({ chosen, name, onChoose, ...rest }: NamedChoice) {
  const [picked, setPicked] = useState<ComboOption>();
  const label = name ?? (picked?.key === chosen ? picked?.label : undefined);
  return (
    <ComboBox
      {...rest}
      chosen={chosen === undefined ? undefined : { key: chosen, label: label ?? chosen }}
      onChoose={(option) => {
        setPicked(option);
        onChoose(option?.key);
      }}
    />
  );
}
