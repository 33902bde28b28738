import { createHash } from 'node:crypto';
import { build, type Plugin } from 'vite';

/** Functions without side effects: a call whose result nothing uses is left out, as that of a document which the script does not send. */
const pureFunctions = ['createTrustedDocument'];

/**
 * Puts a script before those of the page that depends on none of them, so that it runs before they have come. What it has in
 * common with them it has twice.
 */
export function earlyScript(entry: string): Plugin {
  return {
    name: 'early-script',
    apply: 'build',
    enforce: 'post',
    async generateBundle(_options, bundle) {
      const page = bundle['index.html'];
      if (page?.type !== 'asset') throw new Error('The build has no index.html.');
      const code = await buildScript(entry);
      const hash = createHash('sha256').update(code).digest('base64url').slice(0, 8);
      const fileName = `assets/early-${hash}.js`;
      this.emitFile({ type: 'asset', fileName, source: code });
      const tag = `<script type="module" crossorigin src="/${fileName}"></script>`;
      page.source = String(page.source).replace('<script type="module"', `${tag}\n    <script type="module"`);
    },
  };
}

async function buildScript(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      minify: true,
      lib: { entry, formats: ['es'], fileName: 'early' },
      rolldownOptions: { treeshake: { manualPureFunctions: pureFunctions } },
    },
  });
  const [result] = Array.isArray(built) ? built : [built];
  if (result === undefined || !('output' in result) || result.output.length !== 1)
    throw new Error(`The early script must be one file without styles: ${entry}`);
  return result.output[0].code;
}
