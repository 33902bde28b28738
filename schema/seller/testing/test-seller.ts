import { fileURLToPath } from 'node:url';

/** A file with the data of a seller that nobody publishes as an example. */
export const testSellerFile = fileURLToPath(new URL('seller.json', import.meta.url));
