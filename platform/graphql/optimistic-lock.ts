/** Where problems with a version go; an InputProblems of the whole input, for example. */
export interface LockProblems {
  at(name: string): { add(code: 'NOT_FOUND' | 'CONFLICT', message: string): void };
}

/** Notes that the object a change names is not there, or is no longer as the caller saw it. */
export function checkVersion(
  current: { readonly version: number } | undefined,
  expectedVersion: number,
  problems: LockProblems,
): void {
  if (current === undefined) {
    problems.at('id').add('NOT_FOUND', 'There is none with this id.');
  } else if (current.version !== expectedVersion) {
    problems
      .at('expectedVersion')
      .add('CONFLICT', `It is at version ${current.version} now: read it again and repeat the change.`);
  }
}
