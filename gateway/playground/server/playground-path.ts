/** Where the page is; its `base` in vite.config.ts. */
export const playgroundPath = '/playground/';
