import { useMessages } from '../../messages/language.tsx';
import styles from './graph.module.css';

export interface ProblemListProps {
  readonly problems: readonly {
    readonly code: string | null;
    readonly message: string;
    readonly locations: readonly {
      readonly subgraph: string | null;
      readonly line: number;
      readonly column: number;
    }[];
  }[];
}

/** The reasons why subgraphs do not compose, with their places in the subgraphs' texts. */
export function ProblemList({ problems }: ProblemListProps) {
  const { graph: messages } = useMessages();
  return (
    <ul className={styles['problems']}>
      {problems.map(({ code, message, locations }) => (
        <li key={`${code} ${message}`}>
          {code !== null && <strong>{code} </strong>}
          {message}
          {locations.length > 0 &&
            ` (${locations
              .map(({ subgraph, line, column }) => messages.location(subgraph ?? '', line, column))
              .join('; ')})`}
        </li>
      ))}
    </ul>
  );
}
