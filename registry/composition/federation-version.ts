import { createRequire } from 'node:module';

const { version } = createRequire(import.meta.url)('@apollo/composition/package.json') as {
  readonly version: string;
};

/** The version of federation that composes here: that of the package. */
export const federationVersion = version;
