import { CopyButton } from '../../ui/copy-button.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import styles from './graph.module.css';

const maxRows = 30;

export interface ReadOnlyTextProps {
  readonly label: string;
  readonly text: string;
}

/** A text of a program, such as a schema, to be read, searched and copied. */
export function ReadOnlyText({ label, text }: ReadOnlyTextProps) {
  const rows = Math.min(maxRows, text.split('\n').length + 1);
  return (
    <div className={styles['text']}>
      <TextArea label={label} readOnly rows={rows} value={text} spellCheck={false} wrap="off" />
      <p>
        <CopyButton text={text} />
      </p>
    </div>
  );
}
