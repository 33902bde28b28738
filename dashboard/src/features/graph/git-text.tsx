import type { GitPlaceFragment } from '../../generated/graphql.ts';
import { useMessages } from '../../messages/language.tsx';
import type { Description } from '../../ui/description-list.tsx';
import styles from './graph.module.css';

/** Digits of a commit's hash that tell it from others of the repository. */
const shortHashLength = 8;

/** The commit and the branch that a schema comes from, in short. */
export function GitText({ git }: { readonly git: GitPlaceFragment | null }) {
  const { graph: messages, ui } = useMessages();
  const commit = git?.commit?.slice(0, shortHashLength);
  const branch = git?.branch ?? undefined;
  if (commit === undefined) return branch ?? ui.none;
  return (
    <span className={styles['name']} title={git?.message ?? undefined}>
      {branch === undefined ? commit : messages.commitOn(commit, branch)}
    </span>
  );
}

/** All that is known of the place that a schema comes from. */
export function toGitDescriptions(
  git: GitPlaceFragment | null,
  messages: ReturnType<typeof useMessages>['graph'],
): readonly Description[] {
  return [
    { term: messages.branch, value: git?.branch },
    { term: messages.commit, value: git?.commit },
    { term: messages.committer, value: git?.committer },
    { term: messages.commitMessage, value: git?.message },
    { term: messages.repository, value: git?.remoteUrl },
  ].filter(({ value }) => value !== null && value !== undefined);
}
