import { registryBounds } from '../bounds.ts';
import { toStorableText } from '../storable-text.ts';

/** The place in a repository that a schema comes from, as Rover reads it from git or from variables of the build. */
export interface GitContext {
  readonly branch?: string | null | undefined;
  readonly commit?: string | null | undefined;
  readonly committer?: string | null | undefined;
  readonly message?: string | null | undefined;
  readonly remoteUrl?: string | null | undefined;
}

/** Cuts the texts of a git context to what is kept. */
export function boundGitContext(git: GitContext | null | undefined): GitContext | null {
  if (git === null || git === undefined) return null;
  const { branch, commit, committer, message, remoteUrl } = git;
  const cut = (text: string | null | undefined) =>
    text === null || text === undefined ? text : toStorableText(text.slice(0, registryBounds.gitText));
  return {
    branch: cut(branch),
    commit: cut(commit),
    committer: cut(committer),
    message: cut(message),
    remoteUrl: cut(remoteUrl),
  };
}
