import { writePreviews } from './write-previews.ts';

/** `npm run documents:preview -- SELLER_FILE [FOLDER]`: shows how documents look with the data of a seller. */
const [sellerFile, folder = 'preview'] = process.argv.slice(2);
if (sellerFile === undefined) {
  process.stderr.write(
    'Name a file with the data of a seller: npm run documents:preview -- seller.json [folder]\n',
  );
  process.exitCode = 2;
} else {
  const { files, problems } = await writePreviews(sellerFile, folder);
  if (problems === undefined) process.stdout.write(`${files.join('\n')}\n`);
  else {
    process.stderr.write(`${problems.map((problem) => `- ${problem}`).join('\n')}\n`);
    process.exitCode = 1;
  }
}
