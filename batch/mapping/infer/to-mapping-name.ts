import { basename } from 'node:path';

/** Converts the name of a file into a name that mappings may have: small letters, digits and hyphens. */
export function toMappingName(file: string): string {
  const bare = basename(file)
    .replace(/\.(gz|zst|zstd)$/i, '')
    .replace(/\.[^.]*$/, '');
  const name = bare
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name.slice(0, 64) || 'mapping';
}
