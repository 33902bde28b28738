import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** The gateway that the development server of Vite passes requests on to. */
const gateway = process.env['GATEWAY_URL'] ?? 'http://localhost:4000';

const compressText = promisify(brotliCompress);
/** Two levels below the best, which takes ten times as long for some hundredths. */
const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };

/** Writes each file a second time as Brotli has it (RFC 7932), which the gateway sends to browsers that take it. */
function compress(): Plugin {
  return {
    name: 'compress',
    apply: 'build',
    // From what is on the disk, as other plugins change a bundle until then.
    async writeBundle({ dir = '' }, bundle) {
      const texts = Object.keys(bundle).filter((name) => /\.(js|css|html)$/.test(name));
      await Promise.all(
        texts.map(async (name) => {
          const path = join(dir, name);
          await writeFile(`${path}.br`, await compressText(await readFile(path), { params }));
        }),
      );
    },
  };
}

export default defineConfig({
  plugins: [react(), compress()],
  build: {
    emptyOutDir: true,
    sourcemap: false,
    // An inline script for older browsers, or an asset as data, would need a hole in the content security policy.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // `check-size.ts` reads the chunks of the first load and of each route from it.
    manifest: true,
    rolldownOptions: {
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
