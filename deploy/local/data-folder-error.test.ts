import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { describeDataFolderError } from './data-folder-error.ts';
import { claimDataFolder } from './run-file.ts';

test('names the cure where the data folder is a file, or lies below one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'data-folder-'));
  const file = join(folder, 'file');
  await writeFile(file, '');
  for (const dataFolder of [file, join(file, 'data')]) {
    const error = await claimDataFolder(dataFolder).then(
      () => undefined,
      (reason: unknown) => describeDataFolderError(reason, dataFolder),
    );
    assert.equal(error?.code, 'DATA_FOLDER_UNUSABLE');
    assert.ok(error.message.includes(`The data folder ${dataFolder} cannot be used`), error.message);
    assert.ok(error.message.includes('DATA_DIR=~/facturation-data npm start'), error.message);
  }
  await rm(folder, { recursive: true });
});

test('names what the system does not let this user write', () => {
  const denied = Object.assign(new Error('denied'), { code: 'EACCES', path: '/srv/facturation/logs' });
  assert.match(
    String(describeDataFolderError(denied, '/srv/facturation')?.message),
    /this user may not write there \(EACCES at \/srv\/facturation\/logs\)/,
  );
});

test('leaves all other errors alone', () => {
  const elsewhere = Object.assign(new Error('denied'), { code: 'EACCES', path: '/etc/passwd' });
  const missing = Object.assign(new Error('missing'), { code: 'ENOENT', path: '/srv/facturation/x' });
  for (const error of [elsewhere, missing, new Error('other'), 'text']) {
    assert.equal(describeDataFolderError(error, '/srv/facturation'), undefined);
  }
});
