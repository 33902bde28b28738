import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { chunkGroups } from './chunk-groups.ts';
import { earlyScript } from './early-script.ts';
import { publishBuild } from './publish-build.ts';
import { toRouteLinks } from './route-links.ts';
import { readRoutePages } from './route-pages.ts';
import { languages } from './src/messages/languages.ts';

/** The gateway that the development server of Vite passes requests on to. */
const gateway = process.env['GATEWAY_URL'] ?? 'http://localhost:4000';

export default defineConfig({
  plugins: [
    react(),
    earlyScript(resolve(import.meta.dirname, 'src/early/main.ts')),
    publishBuild(async (manifest, files) =>
      toRouteLinks(await readRoutePages(import.meta.dirname, 'src/app/routes.tsx'), {
        manifest,
        // The script that asks first, then the largest.
        first: ['early', 'packages'].flatMap((one) =>
          files.filter((name) => name.startsWith(`assets/${one}-`)),
        ),
        languages,
        toTextModules: (language, parts) =>
          [language, ...parts.map((part) => `${language}/${part}`)].map((name) => `src/messages/${name}.ts`),
      }),
    ),
  ],
  build: {
    // `publishBuild` removes what is old.
    emptyOutDir: false,
    sourcemap: false,
    // An inline script for older browsers, or an asset as data, would need a hole in the content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // `check-size.ts` reads the chunks of the first load and of each route from it.
    manifest: true,
    rolldownOptions: {
      output: { codeSplitting: { groups: chunkGroups } },
      // A build that takes five seconds needs no advice on its time.
      checks: { pluginTimings: false },
      onwarn(warning, warn) {
        // A hint for the React compiler, which has run over these packages already.
        if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning);
      },
    },
  },
  server: {
    proxy: { '/graphql': { target: gateway, ws: true }, '/auth': gateway },
  },
  // Nothing to read in `npm ci` unless something is wrong.
  logLevel: 'warn',
});
