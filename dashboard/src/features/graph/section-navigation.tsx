import { Link, type LinkProps } from '@tanstack/react-router';
import styles from './graph.module.css';

/** A part of something, with a page of its own. */
export interface Section extends Pick<LinkProps, 'to' | 'params' | 'search'> {
  readonly label: string;
  /** True if no address below it is a page of the section. */
  readonly isExact?: boolean;
}

/** Links to the parts of something that has several pages. */
export function SectionNavigation({
  label,
  sections,
}: {
  readonly label: string;
  readonly sections: readonly Section[];
}) {
  return (
    <nav className={styles['sections']} aria-label={label}>
      <ul>
        {sections.map(({ label: text, isExact = false, ...link }) => (
          <li key={text}>
            <Link {...link} activeOptions={{ exact: isExact, includeSearch: false }}>
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
