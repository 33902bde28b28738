import type { GitContext as StoredGitContext } from '../graphs/git-context.ts';
import type { GitContext } from './generated/types.ts';

/** Shows a git context as the API has it: a text that was not told, or is empty, is null. */
export function toGitContext(git: StoredGitContext | null): GitContext | null {
  if (git === null) return null;
  const { branch, commit, committer, message, remoteUrl } = git;
  return {
    branch: branch || null,
    commit: commit || null,
    committer: committer || null,
    message: message || null,
    remoteUrl: remoteUrl || null,
  };
}
