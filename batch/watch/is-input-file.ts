/** True for the name of a file to be loaded: not hidden, not being written by programs that copy, and not written by loads. */
export function isInputFile(name: string): boolean {
  return !/^\.|~$|\.(part|partial|tmp|crdownload|filepart)$|\.rejects\.csv$/i.test(name);
}
