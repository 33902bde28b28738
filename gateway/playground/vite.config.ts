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
    rolldownOptions: {
      onwarn(warning, warn) {
        // A hint for the React compiler, which has run over these packages already.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  worker: { format: 'es' },
  // Nothing to read in `npm ci` unless something is wrong.
  logLevel: 'warn',
});
