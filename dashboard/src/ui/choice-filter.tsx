import { useState } from 'react';
import { ComboBox } from './combo-box.tsx';
import styles from './filter-bar.module.css';
import type { ComboOption, ComboSearch } from './use-combo-options.ts';

export interface ChoiceFilterProps {
  /** The id of what is chosen. */
  readonly chosen: string | undefined;
  readonly onChoose: (id: string | undefined) => void;
}

export interface NamedChoice extends ChoiceFilterProps {
  readonly label: string;
  /** Without one it stands in a row of filters, and looks as the others there do. */
  readonly hint?: string;
  /** The name of what is chosen, once it is known. */
  readonly name: string | undefined;
  readonly search: ComboSearch;
}

/** One of many things to filter by, found by a part of its name. */
export function ChoiceFilter({ chosen, name, onChoose, ...rest }: NamedChoice) {
  const [picked, setPicked] = useState<ComboOption>();
  const label = name ?? (picked?.key === chosen ? picked?.label : undefined);
  const box = (
    <ComboBox
      {...rest}
      chosen={chosen === undefined ? undefined : { key: chosen, label: label ?? chosen }}
      onChoose={(option) => {
        setPicked(option);
        onChoose(option?.key);
      }}
    />
  );
  return rest.hint === undefined ? <div className={styles['choice']}>{box}</div> : box;
}
