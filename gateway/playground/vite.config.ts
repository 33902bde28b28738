import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The playground is served below this path by the gateway; see server/register-playground.ts. */
const base = '/playground/';

export default defineConfig({
  base,
  plugins: [react()],
  build: {
    emptyOutDir: true,
    // Two editors and a GraphQL language service: there is no smaller whole than this.
    chunkSizeWarningLimit: 5000,
    sourcemap: false,
    // An inline script for older browsers would need a hole in the content security policy.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  worker: { format: 'es' },
  // A message about the number of modules is enough in `npm ci`.
  logLevel: 'warn',
});
